"""A browser without a screen: prints what it would post when the payer presses the first button of a page.

    page.py URL < PAGE      the address and the body, a line each
"""

import sys
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin


class Page(HTMLParser):
    """The first form of a page."""

    def __init__(self):
        super().__init__()
        self.action = None
        self.inputs = []
        self.is_inside = self.is_pressed = False
        self.select = None

    def handle_starttag(self, tag, pairs):
        a = dict(pairs)
        if tag == "form" and self.action is None:
            self.action, self.is_inside = a.get("action", ""), True
        if not self.is_inside:
            return
        if tag == "select":
            self.select = a.get("name")
        elif tag == "option" and self.select:
            self.inputs.append((self.select, a["value"]))
            self.select = None
        elif tag == "input" and a.get("type") not in ("submit", "radio", "checkbox"):
            self.inputs.append((a["name"], a.get("value", "")))
        elif tag == "button" and not self.is_pressed:
            self.is_pressed = True
            if "name" in a:
                self.inputs.append((a["name"], a.get("value", "")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False


page = Page()
page.feed(sys.stdin.read())
assert page.action is not None, "the page has no form"
print(urljoin(sys.argv[1], page.action))
print(urlencode(page.inputs))
