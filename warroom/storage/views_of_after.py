"""Views of what is said and of what comes after a crisis, each part in a file of its own."""

from __future__ import annotations

from warroom.storage.views_of_causes import ViewsOfCauses
from warroom.storage.views_of_communication import ViewsOfCommunication
from warroom.storage.views_of_learning import ViewsOfLearning
from warroom.storage.views_of_memory import ViewsOfMemory
from warroom.storage.views_of_metrics import ViewsOfMetrics
from warroom.storage.views_of_pictures import ViewsOfPictures
from warroom.storage.views_of_plan import ViewsOfPlan
from warroom.storage.views_of_rex import ViewsOfRex


class ViewsOfAfter(
    ViewsOfCommunication,
    ViewsOfLearning,
    ViewsOfCauses,
    ViewsOfMemory,
    ViewsOfMetrics,
    ViewsOfPictures,
    ViewsOfPlan,
    ViewsOfRex,
):
    """What `Views` answers of what is said, and of what is learnt once the crisis is over."""
