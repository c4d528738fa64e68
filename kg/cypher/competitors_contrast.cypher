// question: What do a company and its rivals make, buy and ally for, and with whom?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: rivals: int = 10 -- most rivals, the best attested
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 100 -- most rows
// column: player: string -- the company first, then its rivals, the best attested first
// column: is_rival: bool -- whether the player is a rival
// column: way: string -- allies, buys or makes
// column: what: string -- from or with whom, or what it uses, makes or owns
// column: makers: list -- who develops a product that it uses
// column: predicate: string -- the relation that says so
// column: status: string -- current, planned or rumoured; ended or denied with include_past
// column: scope: list -- themes of the claims
// column: publishers: int -- independent publishers of the claims
// column: quote: string -- the latest sentence that gives this status
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: To buy is to be supplied, to license or to use what it neither develops nor owns; to ally is
// why: to partner; to make is to develop, to own or to have bought. Rivals are stated as such. A
// why: player without a row was not written about. To use a bare theme comes last.
// why: With a theme, at least one claim is within it, and such a claim is quoted before others; a
// why: theme that is used or made is within itself.
OPTIONAL MATCH (theme:Theme)
WHERE theme.id IN $theme
WITH collect(theme.name) AS asked
MATCH (company:Company {id: $company})
OPTIONAL MATCH (company)-[versus:COMPETES_WITH]-(rival:Company)
WHERE NOT versus.status IN ['ended', 'denied']
WITH asked, company, rival, versus
ORDER BY versus.publishers DESC, versus.claims DESC, rival.name
WITH asked, company, collect(rival)[..$rivals] AS others
WITH asked, [company] + others AS players
UNWIND range(0, size(players) - 1) AS place
WITH asked, place, players[place] AS player
MATCH (player)-[
  relation:SUPPLIES|LICENSES_TO|USES|PARTNERS_WITH|DEVELOPS|OWNS|ACQUIRES
]-(other:Entity)
WHERE $include_past OR NOT relation.status IN ['ended', 'denied']
WITH asked, place, player, relation, other, type(relation) AS predicate,
  startNode(relation).id = player.id AS acts
WITH asked, place, player, relation, other, predicate, CASE
  WHEN predicate = 'PARTNERS_WITH' THEN 'allies'
  WHEN predicate = 'USES' THEN 'buys'
  WHEN predicate IN ['SUPPLIES', 'LICENSES_TO'] AND NOT acts THEN 'buys'
  WHEN predicate IN ['DEVELOPS', 'OWNS', 'ACQUIRES'] AND acts THEN 'makes'
END AS way
WHERE way IS NOT NULL
  AND (predicate <> 'ACQUIRES' OR relation.status IN ['current', 'ended'])
  AND (predicate <> 'USES' OR NOT EXISTS {
    MATCH (player)-[own:DEVELOPS|OWNS]->(other)
    WHERE NOT own.status IN ['ended', 'denied']
  })
WITH place, player, way, relation, other, predicate,
  predicate = 'USES' AND other:Theme AS bare, CASE
  WHEN $theme IS NULL OR other.id IN $theme THEN relation.evidence
  ELSE head([
    at IN range(0, coalesce(size(relation.scope), 0) - 1) WHERE relation.scope[at] IN asked
    | relation.scope_evidence[at]
  ])
END AS quoted
WHERE quoted IS NOT NULL
WITH place, player, way, relation, other, predicate, bare, quoted
ORDER BY place, way, bare, relation.publishers DESC, relation.last_seen DESC, other.name, predicate
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (maker:Entity)-[made:DEVELOPS]->(other)
WHERE way = 'buys' AND other:Product AND NOT made.status IN ['ended', 'denied']
WITH place, player, way, bare, other, predicate, relation, best, article, maker.name AS name
ORDER BY name
WITH place, player, way, bare, other, predicate, relation, best, article,
  collect(DISTINCT name) AS makers
RETURN player.name AS player,
  place > 0 AS is_rival,
  way,
  other.name AS what,
  makers,
  predicate,
  relation.status AS status,
  coalesce(relation.scope, []) AS scope,
  relation.publishers AS publishers,
  best.quote AS quote,
  best.published AS published,
  article.publisher AS publisher,
  article.url AS url,
  best.id AS claim
ORDER BY place, way, bare, publishers DESC, relation.last_seen DESC, what, predicate
LIMIT $limit
