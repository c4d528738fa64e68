// question: To whom does a company sell or license a capability?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- only within this theme and what lies below it
// param: as_of: date? -- only what was published by this day
// param: limit: int = 8 -- most rows
// column: customer: string -- who is supplied or licensed
// column: id: string -- its id
// column: kind: string -- Company, Organization or Person
// column: predicate: string -- SUPPLIES or LICENSES_TO
// column: status: string -- current, planned or rumoured, by the latest claim that is no rumour
// column: claims: int -- claims that say so
// column: publishers: int -- who published these
// column: confidence: float -- 0..1, of the latest claim
// column: quote: string -- its sentence
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- its id
// why: A customer stands as long as the latest claim that is no rumour does; other than with
// why: customers_of this can be asked for as of a day.
MATCH (company:Company {id: $company})<-[:SUBJECT]-(said:Claim)-[:OBJECT]->(customer:Entity)
WHERE said.predicate IN ['SUPPLIES', 'LICENSES_TO']
  AND ($as_of IS NULL OR said.published <= $as_of)
  AND (
    $theme IS NULL
    OR EXISTS { MATCH (said)-[:SCOPE]->(theme:Theme) WHERE theme.id IN $theme }
  )
MATCH (said)-[:STATED_IN]->(article:Article)
WITH customer, said, article
ORDER BY said.status = 'rumoured', said.published DESC, said.id
WITH customer, said.predicate AS predicate, count(said) AS claims,
  count(DISTINCT article.publisher) AS publishers, head(collect(said)) AS last,
  head(collect(article)) AS source
WHERE NOT last.status IN ['ended', 'denied']
RETURN customer.name AS customer,
  customer.id AS id,
  head([label IN labels(customer) WHERE label <> 'Entity']) AS kind,
  predicate,
  last.status AS status,
  claims,
  publishers,
  last.confidence AS confidence,
  last.quote AS quote,
  last.published AS published,
  source.publisher AS publisher,
  source.url AS url,
  last.id AS claim
ORDER BY claims DESC, published DESC, customer, predicate
LIMIT $limit
