"""The wire: every message that a client or the server may send, and nothing else.

`docs/protocol.md` says in prose when each is sent. `js/src/wire/protocol.gen.ts` is generated from these files.
"""

from .base import *
from .calls import *
from .chat import *
from .connection import *
from .consent import *
from .frames import *
from .invites import *
from .mesh import *
from .outputs import *
from .people import *
from .reports import *
from .rest import *
