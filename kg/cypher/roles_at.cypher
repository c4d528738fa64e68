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
MATCH (other)<-[:SUBJECT]-(said:Claim)-[:OBJECT]->(company)
WHERE said.predicate = 'HAS_ROLE_AT'
MATCH (said)-[:STATED_IN]->(article:Article)
WITH other, relation, said, article, said.status = relation.status AS agrees
ORDER BY agrees DESC, said.published DESC, said.confidence DESC, said.id
WITH other, relation, collect(CASE WHEN said.role <> '' THEN said.role END) AS roles,
  head(collect(said)) AS best, head(collect(article)) AS source
RETURN other.name AS person,
  coalesce(head(roles), '') AS role,
  relation.status AS status,
  relation.confidence AS confidence,
  relation.claims AS claims,
  relation.publishers AS publishers,
  relation.first_seen AS first_seen,
  relation.last_seen AS last_seen,
  best.quote AS quote,
  best.published AS published,
  source.publisher AS publisher,
  source.url AS url,
  best.id AS claim
ORDER BY last_seen DESC, confidence DESC, person
LIMIT $limit
