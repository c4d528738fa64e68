// question: In which business themes does a company appear, and doing what?
// param: company: entity(Company) -- the company asked about
// param: as_of: date? -- only what was published by this day
// param: limit: int = 50 -- most rows
// column: theme: string -- the theme
// column: capability: bool -- whether it is something that a company can make, buy or ally for
// column: claims: int -- claims about the company within the theme
// column: publishers: int -- publishers of these
// column: predicates: list -- what the claims say, by name
// column: first_seen: date -- day of the first claim
// column: last_seen: date -- day of the last claim
// column: quote: string -- the latest sentence
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: A claim belongs to a theme by its scope, or because the theme is what is made or used.
MATCH (company:Company {id: $company})<-[:SUBJECT|OBJECT]-(said:Claim)
WHERE $as_of IS NULL OR said.published <= $as_of
WITH DISTINCT said
MATCH (said)-[:SCOPE|OBJECT]->(topic:Theme)
WITH DISTINCT said, topic
MATCH (said)-[:STATED_IN]->(article:Article)
WITH topic, said, article, said.predicate AS word
ORDER BY word
WITH topic, collect(DISTINCT word) AS words, count(said) AS many,
  count(DISTINCT article.publisher) AS papers, collect({
  said: said.id, day: said.published, sure: said.confidence, quote: said.quote,
  publisher: article.publisher, url: article.url
}) AS found
UNWIND found AS one
WITH topic, words, many, papers, one, one.day AS day, one.sure AS sure, one.said AS id
ORDER BY day, sure, id
WITH topic, words, many, papers, collect(one) AS told
RETURN topic.name AS theme,
  topic.capability AS capability,
  many AS claims,
  papers AS publishers,
  words AS predicates,
  head(told).day AS first_seen,
  last(told).day AS last_seen,
  last(told).quote AS quote,
  last(told).day AS published,
  last(told).publisher AS publisher,
  last(told).url AS url,
  last(told).said AS claim
ORDER BY claims DESC, theme
LIMIT $limit
