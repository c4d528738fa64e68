"""Articles to Extractions: the one door into the language side."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import resources
from itertools import islice

from spacy.tokens import Doc

from kg.config import Settings
from kg.model import Article, Extraction, Mention, content_id
from kg.nlp import parsing, records, tagger, themes, verdicts
from kg.nlp.arguments import INDIRECT, locate
from kg.nlp.gazetteer import Gazetteer
from kg.nlp.identity import identify, revise
from kg.nlp.lexicon import Lexicon
from kg.nlp.mentions import NONE
from kg.nlp.network import Network
from kg.nlp.windows import prepare
from kg.nlp.workers import in_processes
from kg.ontology import Ontology

log = logging.getLogger(__name__)

_BATCH = 16


class Extractor:
    """Reads articles. Two Extractors of one `version` read every article alike."""

    def __init__(self, settings: Settings, ontology: Ontology) -> None:
        """Loads everything that is needed, which takes a few seconds.

        Raises:
            PipelineError: the spaCy pipeline is not installed or lacks a component.
        """
        self._settings = settings
        self._ontology = ontology
        self._nlp = parsing.load_model(settings.spacy_model)
        gazetteer = Gazetteer.load()
        self._lexicon = Lexicon(gazetteer)
        self._wordings = themes.wordings(ontology)
        self._capabilities = themes.capabilities(ontology)
        self._network = Network(settings.network)
        self._threshold = self._network.calibration.threshold(settings.strictness)
        model = f"{self._nlp.meta['name']} {self._nlp.meta['version']}"
        self.version = content_id(
            "kg",
            model,
            gazetteer.digest,
            tagger.digest(),
            self._network.digest,
            settings.strictness,
            _own_digest(),
            _wording(ontology),
        )

    def extract(self, articles: Iterable[Article], *, processes: int = 1) -> Iterator[Extraction]:
        """One Extraction for each article, in the same order, read as they are asked for.

        With more than one process, workers are spawned that load a pipeline each. An article that
        cannot be read gives an Extraction without content and a note that begins "failed:".
        """
        if processes > 1:
            build = partial(_reader, self._settings, self._ontology)
            lost = partial(failed, extractor=self.version, reason="its process died")
            return in_processes(articles, build, lost, processes)
        return self._extract_here(articles)

    def _extract_here(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        waiting = iter(articles)
        while batch := list(islice(waiting, _BATCH)):
            # spaCy keeps every string that it has seen; the zone lets go of the batch's own.
            with self._nlp.memory_zone():
                read = list(self._batch(batch))
            yield from read

    def _batch(self, batch: Sequence[Article]) -> Iterator[Extraction]:
        """The articles parsed together; one by one where that fails."""
        cuts = [parsing.cut(article.text) for article in batch]
        try:
            parsed = self._nlp.pipe([window for found, _ in cuts for window in found])
            docs = [
                parsing.joined(list(islice(parsed, len(found))), self._nlp) for found, _ in cuts
            ]
        except Exception:
            if len(batch) > 1:
                log.warning("parsing %d articles together failed; reading one by one", len(batch))
                for article in batch:
                    yield from self._batch([article])
                return
            log.warning("article %s cannot be parsed", batch[0].key or batch[0].url)
            log.debug("why", exc_info=True)
            yield failed(batch[0], self.version, "the text cannot be parsed")
            return
        for article, doc, (_, notes) in zip(batch, docs, cuts, strict=True):
            yield self._read(article, doc, notes)

    def _read(self, article: Article, doc: Doc, notes: Sequence[str]) -> Extraction:
        try:
            return self._extraction(article, doc, notes)
        except Exception as err:
            log.warning("article %s cannot be read: %s", article.key or article.url, err)
            log.debug("why", exc_info=True)
            return failed(article, self.version, f"{type(err).__name__}: {err}")

    def _extraction(self, article: Article, doc: Doc, notes: Sequence[str]) -> Extraction:
        first = identify(doc, self._lexicon)
        spans = [(m.start, m.end) for m in first.mentions if m.reason not in INDIRECT]
        themed = themes.find(doc, self._wordings, self._ontology, spans)
        about = {entity.id: entity for entity in themes.entities(themed, self._ontology)}
        seen = _together(first.mentions, [m for m in themed if m.entity in self._capabilities])
        entities = {**first.entities, **about}
        read, stated = prepare(doc, len(article.title), seen, entities, self._ontology)
        readings = self._network.read(read)
        kinds = {id_: entity.kind for id_, entity in entities.items()}
        revised = verdicts.kinds(readings, kinds)
        kinds |= {id_: kind for id_, kind in revised.items() if id_ not in about}
        second, ids = revise(doc, first, kinds, self._lexicon)
        judge = verdicts.Judge(
            doc,
            locate(doc, [mention for mention in seen if mention.kind != NONE]),
            kinds,
            {**ids, **{id_: id_ for id_ in about}},
            {(claim.sentences[0][0], claim.triple): claim for claim in stated},
            self._ontology,
            self._network.calibration,
            self._threshold,
        )
        return records.extraction(
            article,
            self.version,
            doc,
            _together(second.mentions, themed),
            {**second.entities, **about},
            judge.claims(read, readings),
            self._ontology,
            notes,
        )


def _together(named: Sequence[Mention], themed: Sequence[Mention]) -> list[Mention]:
    return sorted([*named, *themed], key=lambda m: (m.start, m.end, m.entity))


def _reader(
    settings: Settings, ontology: Ontology
) -> Callable[[Sequence[Article]], list[Extraction]]:
    extractor = Extractor(settings, ontology)
    return lambda articles: list(extractor.extract(articles))


def failed(article: Article, extractor: str, reason: str) -> Extraction:
    """What stands for an article that could not be read."""
    return Extraction(article, extractor, notes=(f"failed: {reason}",))


def _wording(ontology: Ontology) -> str:
    """All of the vocabulary that bears on what is found, written alike in every process."""
    predicates = [
        (p.name, sorted(p.from_kinds), sorted(p.to_kinds), p.symmetric, sorted(p.kinds))
        for p in ontology.predicates.values()
    ]
    return repr((sorted(ontology.kinds), predicates, list(ontology.themes.values())))


def _own_digest() -> str:
    """Of this package's code and tables: whatever changes in them may read an article otherwise."""
    files = [file for file in resources.files("kg.nlp").iterdir() if file.is_file()]
    digest = hashlib.sha256()
    for file in sorted(files, key=lambda file: file.name):
        digest.update(file.read_bytes())
    return digest.hexdigest()
