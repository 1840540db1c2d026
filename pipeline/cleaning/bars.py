"""From which score on a line is kept: what others take for the article counts on pages."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.cleaning.features import Floats
from pipeline.cleaning.view import TextView

KEEP = 0.45
"""Lines of at least this score are kept. Below one half: a lost sentence is worse than a leftover
line. Chosen, as the others, on sites that the model had not seen."""
KEEP_ALONE = 0.55
"""The same, of a line of a page of which trafilatura, or the page itself, takes other lines."""
KEEP_LOST = 0.2
"""The same, of lines that they take, where the model would drop nearly half of these: it does not
know such a page."""
KEEP_FEW, FEW = 0.25, 3
"""The same, of texts of at most so many lines: there is no page around them that could tell, and
nobody scrapes furniture alone. Consent speech is judged by its own score."""
_MUCH = 0.45
_WITNESSED = 0.6
"""What `pipeline.cleaning.html.markup` says of a line that stands in their article nearly whole."""


def bars(view: TextView, article: Floats, markup: Floats | None) -> npt.NDArray[np.float64] | float:
    """The score that each line needs, given the lines' scores and a page's markup."""
    if markup is None or not markup[:, 0].any():
        return KEEP if view.lines > FEW else KEEP_FEW
    witnessed = markup[:, 0] >= _WITNESSED
    size = np.where(witnessed, view.line_end - view.line_start, 0)
    lost = size[article < KEEP].sum() > _MUCH * size.sum()
    return np.where(witnessed, KEEP_LOST if lost else KEEP, KEEP_ALONE)
