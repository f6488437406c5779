"""reStructuredText to HTML, LaTeX, XML, manual pages and pseudo-XML."""

import io
import sys

from docutils import core, nodes
from docutils.parsers.rst import Directive, directives, roles

TEXT = r"""
=====================
A title *with* markup
=====================
:Author: Somebody
:Version: 1.0
:Date: some day

.. contents:: Table of contents
   :depth: 2

.. |x| replace:: a substituted **text**

First section
=============
Paragraph with *emphasis*, **strong**, ``literal``, `a link <https://example.com/?a=1&b=2>`_, a ref_ and |x|.
A footnote [1]_, an auto one [#auto]_, a citation [Cit2000]_, H\ :sub:`2`\ O, E = mc\ :sup:`2`.

.. [1] The text of the footnote.
.. [#auto] Another.
.. [Cit2000] A citation.
.. _ref: https://example.org/

Nested
------
* a
* b

  1. one
  2. two

     a) deep
     b) deeper

Term : classifier
    Definition with a block::

        literal <block> & more
        second line

:field one: value
:field two: other *value*

-a            an option
--long=ARG    a long option with an argument

+------------+------------+-----------+
| Header 1   | Header 2   | Header 3  |
+============+============+===========+
| body row 1 | column 2   | column 3  |
+------------+------------+-----------+
| body row 2 | Cells may span columns.|
+------------+------------------------+

=====  =====  ======
  A      B    A or B
=====  =====  ======
False  False  False
True   False  True
=====  =====  ======

.. csv-table:: Numbers
   :header: "a", "b"

   1, "x, y"
   2, z

.. note:: Mind this.

.. code-block:: python

   def f(x):
       return x + 1  # comment

.. math:: \sum_{i=0}^n i^2 = \frac{n(n+1)(2n+1)}{6}

.. image:: picture.png
   :alt: A picture
   :width: 50%

Second section
==============
    A quotation.

    -- Someone

| Line block
|   indented
| end

>>> print("doctest")
doctest

.. shout:: very loud
   :times: 3

   The *content*.

Inline :upper:`role text` and a problem: *unclosed emphasis.

Undefined |missing| and bad_ reference.

----

.. epigraph:: The end.
"""


class Shout(Directive):
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"times": directives.positive_int}
    has_content = True

    def run(self):
        box = nodes.container()
        box += nodes.strong(text=self.arguments[0].upper() + "!" * self.options.get("times", 1))
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def upper(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [nodes.inline(rawtext, text.upper())], []


directives.register_directive("shout", Shout)
roles.register_local_role("upper", upper)
settings = {"warning_stream": io.StringIO(), "report_level": 1, "embed_stylesheet": False, "datestamp": None,
            "output_encoding": "unicode", "math_output": "MathML", "stylesheet_path": "", "stylesheet": ""}
for writer in "pseudoxml", "html4css1", "html5", "latex", "manpage", "xml":
    stream = settings["warning_stream"] = io.StringIO()
    print("=====", writer)
    print(core.publish_string(TEXT, source_path="text.rst", writer_name=writer, settings_overrides=dict(settings)))
    print(stream.getvalue())
document = core.publish_doctree(TEXT * 1, settings_overrides={"warning_stream": io.StringIO(), "report_level": 5})
counts = {}
for node in document.findall():
    counts[type(node).__name__] = counts.get(type(node).__name__, 0) + 1
print(sorted(counts.items()))
big = "\n\n".join(f"Section {i}\n==========\n\nText *number* ``{i}`` with `link{i} <https://e.com/{i}>`_.\n\n* a\n* b"
                  for i in range(150))
html = core.publish_parts(big, writer_name="html5", settings_overrides={"embed_stylesheet": False})["body"]
print(len(html), html[-400:])
sys.exit(core.publish_string("x", writer_name="null") is not None)
