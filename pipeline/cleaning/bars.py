"""From which score on a line is kept: a lower one where others take it for the article as well."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.features import Floats
from pipeline.cleaning.view import TextView

KEEP = 0.45
"""Lines of at least this score are kept. Below one half: a lost sentence is worse than a leftover
line. Chosen on sites that the model had not seen."""
KEEP_WITNESSED = 0.37
"""The same, of lines that trafilatura or the page itself takes for the article."""
KEEP_LOST = 0.2
"""The same, where the model would drop much of what they take: it does not know such a page."""
_MUCH = 0.3
_WITNESSED = 0.6
"""What `pipeline.cleaning.html.markup` says of a line that stands in their article nearly whole."""


def bars(view: TextView, article: Floats, markup: Floats | None) -> npt.NDArray[np.float64] | float:
    """The score that each line needs, given the lines' scores and a page's markup."""
    if markup is None:
        return KEEP
    witnessed = markup[:, 0] >= _WITNESSED
    size = np.where(witnessed, view.line_end - view.line_start, 0)
    lost = size[article < KEEP].sum() > _MUCH * size.sum()
    return np.where(witnessed, KEEP_LOST if lost else KEEP_WITNESSED, KEEP)
