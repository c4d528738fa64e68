// question: Does it make it itself by now?
// param: company: entity(Company) -- the company watched
// param: theme: theme? -- only within this theme and what lies below it
// param: words: string? -- without a theme: what a sentence must hold, in lower case
// param: since: date -- the day on which the watch was opened; what was said by then is not new
// param: until: date -- the last day that counts
// column: what: string -- what meets it
// column: status: string -- current or planned; ended for an end
// column: published: date -- the day
// column: publisher: string -- who published it
// column: title: string -- title of the article
// column: quote: string -- the sentence
// column: url: string -- where
// column: claim: string -- id of the claim
// why: It develops, owns or acquires what nothing said by the opening day has it develop, own or acquire.
// why: Within the theme is what the claim, its other end or its article is about.
MATCH (company:Company {id: $company})<-[:SUBJECT]-(said:Claim)-[:OBJECT]->(other:Company|Product|Theme)
WHERE said.predicate IN ['DEVELOPS', 'OWNS', 'ACQUIRES'] AND said.status IN ['current', 'planned']
  AND said.published > $since AND said.published <= $until
  AND NOT EXISTS {
    MATCH (company)<-[:SUBJECT]-(before:Claim)-[:OBJECT]->(other)
    WHERE before.predicate IN ['DEVELOPS', 'OWNS', 'ACQUIRES'] AND before.status IN ['current', 'planned', 'ended']
      AND before.published <= $since
  }
  AND ($words IS NULL OR any(text IN said.quotes WHERE toLower(text) CONTAINS $words))
MATCH (said)-[:STATED_IN]->(article:Article)
OPTIONAL MATCH (said)-[:SCOPE]->(scope:Theme)
WHERE scope.id IN $theme
OPTIONAL MATCH (article)-[:ABOUT]->(topic:Theme)
WHERE topic.id IN $theme
WITH said, other, article, count(scope) + count(topic) AS within
WHERE $theme IS NULL OR within > 0 OR other.id IN $theme
RETURN other.name AS what,
  said.status AS status,
  said.published AS published,
  article.publisher AS publisher,
  article.title AS title,
  said.quote AS quote,
  article.url AS url,
  said.id AS claim
ORDER BY published, claim
LIMIT 20
