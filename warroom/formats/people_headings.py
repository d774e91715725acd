"""People headings: whole headings of columns, in lower case without accents, French and English.

Of contact programs, directories and lists that people keep by hand. A bar parts them.
"""

from __future__ import annotations

HEADINGS_OF: dict[str, str] = {
    "name": (
        "name|full name|display name|displayname|nom complet|nom et prenom|nom prenom|prenom nom|"
        "prenom et nom|nom/prenom|nom affiche|nom a afficher|contact|personne|agent|collaborateur|"
        "nom de la personne|cn|interlocuteur|identite|who|qui"
    ),
    "given": "first name|given name|givenname|forename|prenom|prenoms|prenom usuel",
    "middle": "middle name|additional name|deuxieme prenom|second prenom",
    "family": "last name|family name|surname|sn|nom de famille|nom usuel|nom d usage|nom patronymique",
    "nickname": "nickname|surnom|pseudo|pseudonyme|diminutif",
    "job": (
        "job title|job|title of post|position|role|occupation|profession|fonction|poste occupe|"
        "intitule de poste|metier|emploi|qualite|titre de poste|organization title|titre du poste|function"
    ),
    "employer": (
        "company|employer|organization|organisation|organization name|societe|entreprise|employeur|organisme|"
        "entite|etablissement|prestataire|raison sociale|company name|o"
    ),
    "department": (
        "department|dept|service|direction|departement|pole|unite|division|bureau/service|organization department|ou"
    ),
    "supplier": "supplier|external|externe|interne/externe|fournisseur|is supplier|prestataire (o/n)",
    "site": (
        "site|office location|office|location|lieu|bureau|localisation|ville de travail|"
        "physicaldeliveryofficename|implantation|lieu de travail|batiment"
    ),
    "languages": "language|languages|langue|langues|langues parlees",
    "zone": "time zone|timezone|fuseau|fuseau horaire|zone horaire",
    "remark": (
        "notes|note|remarks|remark|comment|comments|remarque|remarques|commentaire|commentaires|observations|"
        "observation"
    ),
    "uid": "uid|employee id|employeeid|employee number|matricule|identifiant|external id|externalid|id unique",
    "skills": "skills|skill|competence|competences|expertise|habilitations",
    "teams": "teams|team|equipe|equipes",
    "away_until": "away until|absent jusqu au|absent jusqu’au",
    "checked_at": "checked|checked at|verifie le|fiche verifiee le",
    "checked_by": "checked by|verifie par|fiche verifiee par",
    "raw": "other (json)|autre (json)",
    "mobile": (
        "mobile|mobile phone|mobile number|cell|cell phone|cellular|portable|tel mobile|telephone mobile|"
        "telephone portable|tel portable|gsm|mobile professionnel|portable professionnel|portable pro|"
        "mobile pro|num portable|numero de portable|car phone|telephone (voiture)|mobile personnel|"
        "portable personnel|portable perso|n portable|numero mobile|radio phone|radiotelephone"
    ),
    "work": (
        "business phone|work phone|office phone|telephone (bureau)|telephone bureau|tel bureau|"
        "tel professionnel|telephonenumber|telephone professionnel|ligne directe|fixe|tel fixe|"
        "telephone fixe|poste|company main phone|telephone societe|work|telephone travail|telephone pro|"
        "tel pro|numero fixe"
    ),
    "home": (
        "home phone|telephone (domicile)|telephone domicile|tel domicile|tel personnel|telephone personnel|"
        "domicile|homephone|tel perso|home"
    ),
    "satellite": "satellite|satellite phone|telephone satellite|tel satellite|satphone|inmarsat|iridium|thuraya",
    "pager": "pager|pager number|bip|recepteur de radiomessagerie|alphapage|radiomessagerie",
    "radio": "radio|call sign|callsign|indicatif|indicatif radio",
    "email": (
        "e-mail|email|mail|e-mail address|email address|adresse de messagerie|adresse e-mail|adresse email|"
        "adresse mail|courriel|adresse electronique|primary email|secondary email|"
        "premiere adresse electronique|adresse electronique secondaire|mel|adresse de courriel|"
        "mail professionnel|mail pro|e-mail professionnel|work email|home email|email professionnel"
    ),
    "messenger": (
        "im|messenger|messagerie instantanee|skype|signal|whatsapp|teams id|tchap|threema|telegram|olvid|jabber|sip"
    ),
    "address": (
        "address|adresse|adresse postale|home address|business address|other address|adresse professionnelle|"
        "adresse personnelle|postal address|postaladdress"
    ),
    "phone": (
        "phone|telephone|tel|phone number|numero|numero de telephone|numero telephone|other phone|"
        "primary phone|telephone (autre)|telephone principal|n de telephone|n tel|no tel|assistant s phone|"
        "callback|rappel|numero d appel|tel.|isdn|rnis|astreinte tel|numero d astreinte"
    ),
    "fax": (
        "fax|fax number|business fax|home fax|other fax|telecopie|telecopie (bureau)|telecopie (domicile)|"
        "telecopie (autre)|telecopieur"
    ),
}
