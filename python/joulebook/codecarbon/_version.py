"""Which CodeCarbon's interface this is, and whose measurement."""

from .. import __version__ as _JOULEBOOK

#: The release of CodeCarbon whose interface is spoken.
CODECARBON_API = "3.3.2"
#: A local version (PEP 440): it compares as that release and says that it is not it.
__version__ = CODECARBON_API + "+joulebook." + _JOULEBOOK
