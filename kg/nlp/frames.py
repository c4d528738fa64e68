"""What a word takes: its arguments by slot, with voice, control and relative clauses undone.

Slots of a verb: subj and obj (who acts, what is acted upon, whatever the voice), iobj, attr, and
one for each preposition ("with", "from" …). Slots of a noun: is (what the noun is said of),
poss, mod (words set before it), subj and iobj (of the verb that it completes, as in "signed a
deal"), and again the prepositions, its own and those of that verb.

Dependency labels are those of the CLEAR style that spaCy's English models use:
https://github.com/clir/clearnlp-guidelines/blob/master/md/specifications/dependency_labels.md
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Token

Slots = Mapping[str, Sequence[Token]]

_VERBAL = {"VERB", "AUX"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_MODIFIERS = {"compound", "nmod", "amod", "npadvmod", "nummod"}
_PREPOSITIONS = {"prep", "agent", "dative"}
_COMPLETES = {"dobj", "nsubjpass", "attr", "oprd"}
_SHARES_SUBJECT = {"conj", "advcl", "dep", "parataxis", "ccomp"}
_RELATIVE = {"WDT", "WP"}
_DEPTH = 6


def slots(token: Token) -> Slots:
    """The arguments of `token` by slot; a slot that is not filled is missing or empty."""
    return _verb_slots(token) if is_verbal(token) else _noun_slots(token)


def is_verbal(token: Token) -> bool:
    """Whether the token is used as a verb, participles set before a noun included."""
    return token.pos_ in _VERBAL or (token.tag_ in {"VBN", "VBG"} and token.dep_ == "amod")


def holds_words(token: Token, words: Sequence[str]) -> bool:
    """Whether all `words` stand next to or under the token: "over" under "take", say."""
    if not words:
        return True
    near = {name for child in token.children for name in (child.lemma_.lower(), child.lower_)}
    near |= {token.nbor(step).lower_ for step in (-1, 1) if 0 <= token.i + step < len(token.doc)}
    return near.issuperset(words)


def subjects(verb: Token, depth: int = _DEPTH) -> list[Token]:
    """The surface subjects: the verb's own or, by control or coordination, those it shares."""
    own = [_antecedent(child) for child in verb.children if child.dep_ in _SUBJECTS]
    if own or not depth:
        return own
    head = verb.head
    if verb.dep_ in {"relcl", "amod"} or (verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBG"}):
        return [head]
    if verb.dep_ == "acl":
        return _holders(head, depth - 1)
    if verb.dep_ == "xcomp":
        objects = [child for child in head.children if child.dep_ == "dobj"]
        return objects or subjects(head, depth - 1)
    if verb.dep_ == "pcomp":
        host = head.head
        return subjects(host, depth - 1) if is_verbal(host) else _holders(host, depth - 1)
    if verb.dep_ in _SHARES_SUBJECT and is_verbal(head):
        return subjects(head, depth - 1)
    return []


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is what is acted upon."""
    labels = {child.dep_ for child in verb.children}
    if labels & {"auxpass", "nsubjpass"}:
        return True
    if verb.tag_ != "VBN" or "aux" in labels:
        return False
    if verb.dep_ in {"acl", "amod"} or "agent" in labels:
        return True
    return verb.dep_ == "conj" and not labels & _SUBJECTS and is_passive(verb.head)


def governor(noun: Token) -> tuple[Token, str] | None:
    """The verb or noun that the noun completes, and how: "nsubj", "dobj", "with" and the like."""
    while noun.dep_ == "conj" and not is_verbal(noun.head):
        noun = noun.head
    if noun.dep_ in _MODIFIERS and not is_verbal(noun.head):
        return governor(noun.head) if noun.head is not noun else None
    if noun.dep_ == "pobj":
        preposition = noun.head
        while preposition.dep_ in {"prep", "conj", "pcomp"} and preposition.head.pos_ == "ADP":
            preposition = preposition.head
        return preposition.head, preposition.lower_
    if noun.dep_ in _COMPLETES | {"nsubj"} and is_verbal(noun.head):
        return noun.head, noun.dep_
    return None


def _verb_slots(verb: Token) -> Slots:
    found: defaultdict[str, list[Token]] = defaultdict(list)
    passive = is_passive(verb)
    found["obj" if passive else "subj"] += subjects(verb)
    for child in verb.children:
        if child.dep_ in {"dobj", "attr", "oprd"}:
            found["attr" if child.dep_ != "dobj" else "obj"].append(_antecedent(child))
        elif child.dep_ == "dative" and child.pos_ != "ADP":
            found["iobj"].append(child)
        elif verb.dep_ == "amod" and child.dep_ in {"npadvmod", "compound", "nmod"}:
            found["subj"].append(child)
    _add_prepositions(found, verb)
    found["subj" if passive else "by"] += found.pop("agent", [])
    if not found["obj"]:
        found["obj"] += _shared_object(verb) or _mistaken_object(verb)
    return found


def _mistaken_object(verb: Token) -> list[Token]:
    """A name that the parser takes for a time: "adopted Windows 7"."""
    return [c for c in verb.children if c.dep_ == "npadvmod" and c.pos_ == "PROPN" and c.i > verb.i]


def _shared_object(verb: Token) -> list[Token]:
    """The object of "makes" in "makes and sells phones" and in "the phones that it makes"."""
    if verb.dep_ == "relcl" and any(child.dep_ in _SUBJECTS for child in verb.children):
        return [verb.head] if verb.head not in subjects(verb) else []
    if any(child.dep_ in {"prep", "xcomp", "ccomp", "acomp"} for child in verb.children):
        return []
    partners = [child for child in verb.children if child.dep_ == "conj" and is_verbal(child)]
    return [obj for other in partners for obj in other.children if obj.dep_ == "dobj"]


def _noun_slots(noun: Token) -> Slots:
    found: defaultdict[str, list[Token]] = defaultdict(list)
    for child in noun.children:
        if child.dep_ == "poss":
            found["poss"].append(_antecedent(child))
        elif child.dep_ in _MODIFIERS and not is_verbal(child):
            found["mod"].append(child)
        elif child.dep_ in {"acl", "relcl"}:
            _add_prepositions(found, child)
    _add_prepositions(found, noun)
    found["by"] += found.pop("agent", [])
    found["is"] += identities(noun)
    if noun.dep_ in _MODIFIERS:
        found["mod"] += [c for c in noun.head.children if c.dep_ in _MODIFIERS and c.i < noun.i]
        found["poss"] += [child for child in noun.head.children if child.dep_ == "poss"]
        _add_prepositions(found, noun.head)
    elif noun.dep_ == "conj" and not found["poss"]:
        found["poss"] += [child for child in noun.head.children if child.dep_ == "poss"]
    _add_governor(found, noun)
    return found


def identities(noun: Token) -> list[Token]:
    """What the noun is said of: X in "X, a unit", "the unit, X", "X is a unit", "X as a unit"."""
    first = noun
    while first.dep_ == "conj" and not is_verbal(first.head):
        first = first.head
    found = [child for child in first.children if child.dep_ == "appos"]
    if first.dep_ == "appos" or (first.dep_ in _MODIFIERS and not is_verbal(first.head)):
        found.append(first.head)
    elif first.dep_ in {"attr", "oprd"}:
        found += subjects(first.head)
    elif first.dep_ == "nsubj" and first.head.lemma_ in {"be", "include"}:
        found += [child for child in first.head.children if child.dep_ in {"attr", "dobj"}]
    elif first.dep_ == "pobj":
        found += _identities_through(first.head)
    return found


def _identities_through(preposition: Token) -> list[Token]:
    """The same for "as a unit", "one of the units" and "among the units are"."""
    word, head = preposition.lower_, preposition.head
    if word == "as" and is_verbal(head):
        verb = _verb_slots(head)
        return list(verb.get("obj") or verb.get("subj", []))
    if word == "of" and head.pos_ in {"NUM", "PRON", "DET", "ADJ"}:
        return identities(head)
    if word == "among" and head.lemma_ == "be":
        return [child for child in head.children if child.dep_ in {"attr", "nsubj"}]
    return []


def _add_governor(found: defaultdict[str, list[Token]], noun: Token) -> None:
    governed = governor(noun)
    if governed is None:
        return
    head, how = governed
    if is_verbal(head):
        verb = _verb_slots(head)
        if how != "nsubj":
            found["subj"] += verb.get("subj", [])
        for name, tokens in verb.items():
            if name not in {"subj", "obj", "attr"} and name != how:
                found[name] = list(found.get(name, [])) or list(tokens)
    else:
        found["subj"] += _holders(head, _DEPTH)
        found["host"].append(head)


def _holders(noun: Token, depth: int) -> list[Token]:
    """Whose the noun is: "X's plan", "the plan of X", "X has a plan"."""
    possessors = [_antecedent(child) for child in noun.children if child.dep_ == "poss"]
    if possessors or not depth:
        return possessors
    found: defaultdict[str, list[Token]] = defaultdict(list)
    _add_prepositions(found, noun)
    if by := found.get("by") or found.get("agent") or found.get("between"):
        return by
    governed = governor(noun)
    if governed is None:
        return found.get("of", [])
    head, how = governed
    if not is_verbal(head):
        return _holders(head, depth - 1)
    if how == "nsubj":
        return found.get("of", [])
    if is_passive(head):
        return [o for c in head.children if c.dep_ == "agent" for o in _objects(c)]
    return subjects(head, depth - 1)


def _add_prepositions(found: defaultdict[str, list[Token]], token: Token) -> None:
    for child in token.children:
        if child.dep_ in _PREPOSITIONS and child.pos_ in {"ADP", "SCONJ", "VERB", "PART"}:
            name = "agent" if child.dep_ == "agent" else child.lower_
            found[name] += _objects(child)


def _objects(preposition: Token) -> Iterator[Token]:
    """Its nouns, also through "by X and by Y" and "out of X"."""
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield _antecedent(child)
        elif child.dep_ in {"conj", "prep"} and child.pos_ == "ADP":
            yield from _objects(child)


def _antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token is its own antecedent."""
    if token.tag_ not in _RELATIVE | {"WP$"}:
        return token
    for ancestor in token.ancestors:
        if ancestor.dep_ == "relcl":
            return ancestor.head
    while not token.is_sent_start:
        token = token.nbor(-1)
        if not token.is_punct and token.pos_ != "ADP":
            break
    return token
