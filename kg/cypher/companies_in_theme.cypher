// question: Which companies appear in a theme, and doing what?
// param: theme: theme -- the theme and what lies below it
// param: include_past: bool = false -- also claims that something has ended or is denied
// param: limit: int = 50 -- most rows
// column: company: string -- the company
// column: claims: int -- claims about it within the theme
// column: publishers: int -- publishers of these
// column: predicates: list -- what the claims say, by name, the latest first
// column: first_seen: date -- day of the first claim
// column: last_seen: date -- day of the last claim
// column: quote: string -- the latest sentence
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: A claim belongs to a theme by its scope, or because the theme is what is made or used; both
// why: its ends count.
UNWIND $theme AS theme_id
MATCH (:Theme {id: theme_id})<-[:SCOPE|OBJECT]-(said:Claim)
WHERE $include_past OR NOT said.status IN ['ended', 'denied']
WITH DISTINCT said
MATCH (said)-[:SUBJECT|OBJECT]->(party:Company)
MATCH (said)-[:STATED_IN]->(article:Article)
WITH party, said, article
ORDER BY said.published DESC, said.confidence DESC, said.id
WITH party, collect(DISTINCT said.predicate) AS words, count(*) AS many,
  count(DISTINCT article.publisher) AS papers,
  min(said.published) AS earliest, max(said.published) AS latest,
  head(collect(said)) AS best, head(collect(article)) AS source
RETURN party.name AS company,
  many AS claims,
  papers AS publishers,
  words AS predicates,
  earliest AS first_seen,
  latest AS last_seen,
  best.quote AS quote,
  best.published AS published,
  source.publisher AS publisher,
  source.url AS url,
  best.id AS claim
ORDER BY claims DESC, company
LIMIT $limit
