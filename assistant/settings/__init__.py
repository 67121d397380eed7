"""Environment and options, read once; and an assistant wired from them."""

from assistant.settings.values import Fallback, Settings, load_settings
from assistant.settings.wiring import Assistant, Toolbox

__all__ = ["Assistant", "Fallback", "Settings", "Toolbox", "load_settings"]
