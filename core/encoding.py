"""JSON of values as they are stored."""

from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


class Exact(DjangoJSONEncoder):
    """With microseconds, which Django's cuts: of two things made within a millisecond one stays the first."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
