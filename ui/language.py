"""The language of the window, switched while it runs: our words, Qt's own words, and the way numbers are written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator

from warroom import words

_LOCALES = {"fr": QLocale.Language.French, "en": QLocale.Language.English}


class Tongue(QObject):
    """What the application speaks; one for the whole program."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translator: QTranslator | None = None

    def speak(self, language: str) -> None:
        """Switch to `fr` or `en`; every widget says its words anew before this returns."""
        words.speak(language)
        app = QCoreApplication.instance()
        assert app is not None, "an application exists before it speaks"
        if self._translator is not None:
            app.removeTranslator(self._translator)
            self._translator = None
        QLocale.setDefault(QLocale(_LOCALES[words.language()]))
        if words.language() != "en":
            translator = QTranslator(self)
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            if translator.load(f"qtbase_{words.language()}", folder):
                app.installTranslator(translator)
                self._translator = translator
        QCoreApplication.removePostedEvents(app, QEvent.Type.LanguageChange.value)
        QCoreApplication.sendEvent(app, QEvent(QEvent.Type.LanguageChange))
        # The application only posts it to its windows; here and now is better than at some later turn.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange.value)

    def toggle(self) -> str:
        """The other language from now on; says which."""
        self.speak("en" if words.language() == "fr" else "fr")
        return words.language()
