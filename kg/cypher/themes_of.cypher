// question: In which business themes does a company appear, and doing what?
// param: company: entity(Company) -- the company asked about
// param: limit: int = 50 -- most rows
// column: theme: string -- the theme
// column: capability: bool -- whether it is something that a company can make, buy or ally for
// column: claims: int -- claims about the company within the theme
// column: publishers: int -- publishers of these
// column: predicates: list -- what the claims say, by name, the latest first
// column: first_seen: date -- day of the first claim
// column: last_seen: date -- day of the last claim
// column: quote: string -- the latest sentence
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: A claim belongs to a theme by its scope, or because the theme is what is made or used. All
// why: claims count, also that something has ended or is denied.
MATCH (company:Company {id: $company})<-[:SUBJECT|OBJECT]-(said:Claim)
MATCH (said)-[:SCOPE|OBJECT]->(topic:Theme)
WITH DISTINCT topic, said
MATCH (said)-[:STATED_IN]->(article:Article)
WITH topic, said, article
ORDER BY said.published DESC, said.confidence DESC, said.id
WITH topic, collect(DISTINCT said.predicate) AS words, count(*) AS many,
  count(DISTINCT article.publisher) AS papers,
  min(said.published) AS earliest, max(said.published) AS latest,
  head(collect(said)) AS best, head(collect(article)) AS source
RETURN topic.name AS theme,
  topic.capability AS capability,
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
ORDER BY claims DESC, theme
LIMIT $limit
