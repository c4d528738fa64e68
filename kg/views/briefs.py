"""A brief as Markdown, as HTML and as plain data."""

import re
from dataclasses import asdict
from importlib import resources

from jinja2 import Environment, StrictUndefined

from kg.brief import Brief, Sentence
from kg.views.cells import plain, terminal_text, web_address

# What Markdown, or the HTML inside it, would obey.
_MARKUP = re.compile(r"[\\`*_{}\[\]#|~]")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def as_data(brief: Brief) -> object:
    """All of a brief as JSON knows it; days are ISO text."""
    return plain(asdict(brief))


def to_html(brief: Brief) -> str:
    """One HTML page that loads and runs nothing; text out of articles is escaped."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = resources.files("kg.views").joinpath("brief.html.j2").read_text("utf-8")
    return environment.from_string(page).render(brief=brief, web_address=web_address)


def to_markdown(brief: Brief) -> str:
    """The brief in Markdown; text out of articles is escaped."""
    subject = brief.subject
    parts = [
        f"# {markdown_text(subject.title)}",
        f"{markdown_text(subject.publisher)}, {subject.published}",
        *_listed("Summary", brief.summary),
        f"## {_text(brief.question)}",
    ]
    for reading in brief.readings:
        parts += [f"### {markdown_text(reading.heading)}", *map(_line, reading.sentences)]
    parts += _listed("How it stands", brief.verdict)
    parts.append("## Rivals")
    for reading in brief.rivals:
        parts += [f"### {markdown_text(reading.heading)}", *map(_line, reading.sentences)]
    parts += [] if brief.rivals else ["Of no stated rival anything was read that bears on this."]
    parts += _listed("Earlier coverage", brief.coverage)
    parts += _listed("What to watch", [brief.proposal])
    parts += ["## Mentions", ", ".join(map(markdown_text, brief.mentions)), "---"]
    parts.append(_line(brief.notice))
    return "\n\n".join(parts) + "\n"


def markdown_text(text: str) -> str:
    """The text on one line, with nothing in it that Markdown or HTML would obey."""
    return _MARKUP.sub(r"\\\g<0>", terminal_text(text)).translate(_HTML)


def _listed(heading: str, sentences: "list[Sentence] | tuple[Sentence, ...]") -> list[str]:
    return [f"## {heading}", *(map(_line, sentences) if sentences else ["Nothing was found."])]


def _line(sentence: Sentence) -> str:
    return f"- {_text(sentence)}"


def _text(sentence: Sentence) -> str:
    words = markdown_text(sentence.text)
    said = f"“{words}”" if sentence.quote else words
    source = ", ".join(f"`{each}`" for each in sentence.sources)
    return f"{said}{_origin(sentence)} [{source}]"


def _origin(sentence: Sentence) -> str:
    if not sentence.publisher:
        return ""
    told = f"{markdown_text(sentence.publisher)}, {sentence.published}"
    address = web_address(sentence.url)
    return f" — [{told}](<{address}>)" if address else f" — {told}"
