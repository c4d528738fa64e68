// question: Who holds which role at a company or organization?
// param: company: entity(Company|Organization) -- the company or organization asked about
// param: include_past: bool = false -- also what has ended or was denied
// param: limit: int = 50 -- most rows
// column: person: string -- who
// column: role: string -- the role, in the words of the text, or empty
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
// why: People are the subjects of claims about roles; former ones show with include_past.
MATCH (company:Company|Organization {id: $company})<-[relation:HAS_ROLE_AT]-(other:Person)
WHERE $include_past OR NOT relation.status IN ['ended', 'denied']
WITH company, other, relation, relation.evidence AS quoted
ORDER BY relation.last_seen DESC, relation.confidence DESC, other.name
LIMIT $limit
MATCH (best:Claim {id: quoted})-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (other)<-[:SUBJECT]-(said:Claim)-[:OBJECT]->(company)
WHERE said.predicate = 'HAS_ROLE_AT' AND said.role <> ''
WITH other, relation, best, article, said, said.status = relation.status AS agrees
ORDER BY agrees DESC, said.published DESC, said.confidence DESC, said.id
WITH other, relation, best, article, head(collect(said.role)) AS role
RETURN other.name AS person,
  coalesce(role, '') AS role,
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
ORDER BY last_seen DESC, confidence DESC, person
