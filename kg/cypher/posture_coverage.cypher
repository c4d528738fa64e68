// question: How much was read about a company and a capability?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- the capability and what lies below it
// param: as_of: date? -- only what was published by this day
// column: mentioning: int -- articles that mention the company
// column: articles: int -- those of them that are about the theme; without one, all
// column: publishers: int -- who published these
// column: first: date -- day of the first of these
// column: last: date -- day of the last
// why: An article is about a theme where extraction ranks it so, or where a claim about the company
// why: is within it. Absence counts only as far as somebody has looked.
MATCH (company:Company {id: $company})<-[:MENTIONS]-(article:Article)
WHERE $as_of IS NULL OR article.published <= $as_of
OPTIONAL MATCH (article)-[:ABOUT]->(topic:Theme)
WHERE topic.id IN $theme
WITH company, article, count(topic) > 0 AS about
OPTIONAL MATCH (article)<-[:STATED_IN]-(said:Claim)-[:SUBJECT|OBJECT]->(company)
WHERE $theme IS NOT NULL AND NOT about
  AND EXISTS { MATCH (said)-[:SCOPE|OBJECT]->(theme:Theme) WHERE theme.id IN $theme }
WITH article, about, count(said) AS claims
WITH article, $theme IS NULL OR about OR claims > 0 AS counts
WITH article, CASE WHEN counts THEN article END AS near
RETURN count(article) AS mentioning,
  count(near) AS articles,
  count(DISTINCT near.publisher) AS publishers,
  min(near.published) AS first,
  max(near.published) AS last
