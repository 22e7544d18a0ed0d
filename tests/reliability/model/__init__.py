"""A second opinion on preferences: what the facts and the seeds say that each request is answered with and what it leaves, as
plain dictionaries, written without a look at the statements and the C that it is held against."""

from model.grafana import Grafana
from model.memberships import Memberships
from model.selfcommunity import SelfCommunity
from model.valara import Valara


class World(Grafana, Memberships, Valara, SelfCommunity):
    """Everything that there is, and what may be asked of it: World.judge(thought, request, ...)."""
