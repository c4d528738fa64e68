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
// why: theme that is used or made is within itself. Only claims about the rows shown are read.
MATCH (company:Company {id: $company})
OPTIONAL MATCH (company)-[versus:COMPETES_WITH]-(rival:Company)
WHERE NOT versus.status IN ['ended', 'denied']
WITH company, rival, versus
ORDER BY versus.publishers DESC, versus.claims DESC, rival.name
WITH company, collect(rival)[..$rivals] AS others
WITH [company] + others AS players
UNWIND range(0, size(players) - 1) AS place
WITH place, players[place] AS player
OPTIONAL MATCH (:Company {id: CASE WHEN $theme IS NOT NULL THEN player.id END})
  <-[role:SUBJECT|OBJECT]-(told:Claim)-[:SUBJECT|OBJECT]->(far:Entity)
WHERE EXISTS { MATCH (told)-[:SCOPE]->(within:Theme) WHERE within.id IN $theme }
WITH place, player, collect(DISTINCT type(role) + told.predicate + far.id) AS themed
MATCH (player)-[
  relation:SUPPLIES|LICENSES_TO|USES|PARTNERS_WITH|DEVELOPS|OWNS|ACQUIRES
]-(other:Entity)
WHERE $include_past OR NOT relation.status IN ['ended', 'denied']
WITH place, player, themed, relation, other, type(relation) AS predicate,
  startNode(relation).id = player.id AS acts
WITH place, player, themed, relation, other, predicate, acts, CASE
  WHEN predicate = 'PARTNERS_WITH' THEN 'allies'
  WHEN predicate = 'USES' THEN 'buys'
  WHEN predicate IN ['SUPPLIES', 'LICENSES_TO'] AND NOT acts THEN 'buys'
  WHEN predicate IN ['DEVELOPS', 'OWNS', 'ACQUIRES'] AND acts THEN 'makes'
END AS way
WHERE way IS NOT NULL
  AND (predicate <> 'ACQUIRES' OR relation.status IN ['current', 'ended'])
  AND NOT EXISTS {
    MATCH (player)-[own:DEVELOPS|OWNS]->(other)
    WHERE type(relation) = 'USES' AND NOT own.status IN ['ended', 'denied']
  }
  AND ($theme IS NULL OR other.id IN $theme
    OR CASE WHEN acts THEN 'SUBJECT' ELSE 'OBJECT' END + predicate + other.id IN themed)
WITH place, player, way, relation, other, predicate, acts,
  predicate = 'USES' AND other:Theme AS bare
ORDER BY place, way, bare, relation.publishers DESC, relation.last_seen DESC, other.name, predicate
LIMIT $limit
MATCH (other)<-[:SUBJECT|OBJECT]-(said:Claim)-[near:SUBJECT|OBJECT]->(player)
WHERE said.predicate = predicate AND (type(near) = 'SUBJECT') = acts
MATCH (said)-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (said)-[:SCOPE]->(theme:Theme)
OPTIONAL MATCH (maker:Entity)-[made:DEVELOPS]->(other)
WHERE way = 'buys' AND other:Product AND NOT made.status IN ['ended', 'denied']
WITH place, player, way, bare, other, predicate, relation, said, article, theme, maker,
  said.status = relation.status AS agrees,
  coalesce(theme.id IN $theme OR other.id IN $theme, false) AS asked
ORDER BY asked DESC, agrees DESC, said.published DESC, said.confidence DESC, said.id, theme.name,
  maker.name
WITH place, player, way, bare, other, predicate, relation, relation.last_seen AS last,
  collect(DISTINCT theme.name) AS scope, collect(DISTINCT maker.name) AS makers,
  head(collect(said)) AS best, head(collect(article)) AS source
RETURN player.name AS player,
  place > 0 AS is_rival,
  way,
  other.name AS what,
  makers,
  predicate,
  relation.status AS status,
  scope,
  relation.publishers AS publishers,
  best.quote AS quote,
  best.published AS published,
  source.publisher AS publisher,
  source.url AS url,
  best.id AS claim
ORDER BY place, way, bare, publishers DESC, last DESC, what, predicate
LIMIT $limit
