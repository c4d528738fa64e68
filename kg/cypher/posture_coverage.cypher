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
MATCH (company:Company {id: $company})
OPTIONAL MATCH (company)<-[:MENTIONS]-(every:Article)
WHERE $as_of IS NULL OR every.published <= $as_of
WITH company, count(every) AS mentioning
OPTIONAL MATCH (company)<-[:MENTIONS]-(article:Article)
WHERE ($as_of IS NULL OR article.published <= $as_of)
  AND ($theme IS NULL OR EXISTS {
    MATCH (article)-[:ABOUT]->(topic:Theme) WHERE topic.id IN $theme
  } OR EXISTS {
    MATCH (article)<-[:STATED_IN]-(said:Claim)-[:SCOPE|OBJECT]->(theme:Theme)
    WHERE theme.id IN $theme AND EXISTS { MATCH (said)-[:SUBJECT|OBJECT]->(company) }
  })
RETURN mentioning,
  count(article) AS articles,
  count(DISTINCT article.publisher) AS publishers,
  min(article.published) AS first,
  max(article.published) AS last
