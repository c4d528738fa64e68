// question: Which acquisitions, mergers and investments is a company part of?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 50 -- most rows
// column: deal: string -- ACQUIRES, MERGES_WITH or INVESTS_IN
// column: side: string -- what the company is: buyer, target, investor, investee or party
// column: counterpart: string -- with whom, or what
// column: amount: string -- the sum as stated, by the best claim that states one
// column: scope: list -- themes of the claims
// column: status: string -- current, planned or rumoured; ended or denied with include_past
// column: confidence: float -- 0..1, that the status holds
// column: claims: int -- claims that add up to the relation
// column: publishers: int -- independent publishers of these
// column: first_seen: date -- day of the first claim
// column: last_seen: date -- day of the last claim
// column: quote: string -- the latest sentence that gives this status
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: A deal is seen from both ends; its status says how far it has come.
// why: With a theme, at least one claim is within it, and such a claim is quoted before others.
OPTIONAL MATCH (theme:Theme)
WHERE theme.id IN $theme
WITH collect(theme.name) AS asked
MATCH (company:Company {id: $company})-[relation:ACQUIRES|MERGES_WITH|INVESTS_IN]-(other:Entity)
WHERE $include_past OR NOT relation.status IN ['ended', 'denied']
WITH company, other, relation, type(relation) AS deal,
  startNode(relation).id = company.id AS acts, CASE
  WHEN $theme IS NULL THEN relation.evidence
  ELSE head([
    at IN range(0, coalesce(size(relation.scope), 0) - 1) WHERE relation.scope[at] IN asked
    | relation.scope_evidence[at]
  ])
END AS quoted
WHERE quoted IS NOT NULL
WITH company, other, relation, deal, acts, quoted, CASE deal
  WHEN 'ACQUIRES' THEN CASE WHEN acts THEN 'buyer' ELSE 'target' END
  WHEN 'INVESTS_IN' THEN CASE WHEN acts THEN 'investor' ELSE 'investee' END
  ELSE 'party'
END AS side
ORDER BY relation.last_seen DESC, relation.confidence DESC, other.name, deal, side
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (other)<-[:SUBJECT|OBJECT]-(said:Claim)-[near:SUBJECT|OBJECT]->(company)
WHERE said.predicate = deal AND (type(near) = 'SUBJECT') = acts AND said.amount_text IS NOT NULL
WITH other, relation, deal, side, best, article, said, said.status = relation.status AS agrees,
  $theme IS NOT NULL AND EXISTS {
    MATCH (said)-[:SCOPE]->(scope:Theme) WHERE scope.id IN $theme
  } AS within
ORDER BY within DESC, agrees DESC, said.published DESC, said.confidence DESC, said.id
WITH other, relation, deal, side, best, article, head(collect(said.amount_text)) AS stated
RETURN deal,
  side,
  other.name AS counterpart,
  coalesce(best.amount_text, stated) AS amount,
  coalesce(relation.scope, []) AS scope,
  relation.status AS status,
  relation.confidence AS confidence,
  relation.claims AS claims,
  relation.publishers AS publishers,
  relation.first_seen AS first_seen,
  relation.last_seen AS last_seen,
  best.quote AS quote,
  best.published AS published,
  article.publisher AS publisher,
  article.url AS url,
  best.id AS claim
ORDER BY last_seen DESC, confidence DESC, counterpart, deal, side
