// question: Which companies appear in a theme, and doing what?
// param: theme: theme -- the theme and what lies below it
// param: as_of: date? -- only what was published by this day
// param: include_past: bool = false -- also claims that something has ended or is denied
// param: limit: int = 50 -- most rows
// column: company: string -- the company
// column: claims: int -- claims about it within the theme
// column: publishers: int -- publishers of these
// column: predicates: list -- what the claims say, by name
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
WHERE ($as_of IS NULL OR said.published <= $as_of)
  AND ($include_past OR NOT said.status IN ['ended', 'denied'])
WITH DISTINCT said
MATCH (said)-[:SUBJECT|OBJECT]->(party:Company)
MATCH (said)-[:STATED_IN]->(article:Article)
WITH party, said, article, said.published AS day, said.confidence AS sure, said.id AS id
ORDER BY day, sure, id
WITH party, collect({said: id, word: said.predicate, day: day, quote: said.quote,
  publisher: article.publisher, url: article.url}) AS told,
  count(DISTINCT article.publisher) AS papers
UNWIND told AS one
WITH party, told, papers, one.word AS word
ORDER BY word
WITH party, told, papers, collect(DISTINCT word) AS words
RETURN party.name AS company,
  size(told) AS claims,
  papers AS publishers,
  words AS predicates,
  head(told).day AS first_seen,
  last(told).day AS last_seen,
  last(told).quote AS quote,
  last(told).day AS published,
  last(told).publisher AS publisher,
  last(told).url AS url,
  last(told).said AS claim
ORDER BY claims DESC, company
LIMIT $limit
