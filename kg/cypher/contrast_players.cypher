// question: With whom is a company to be compared?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- beside its stated rivals, others who make or use this
// param: as_of: date? -- only what was published by this day
// param: limit: int = 6 -- most rows
// column: player: string -- the other company
// column: id: string -- its id
// column: stated: bool -- whether articles call it a rival
// column: claims: int -- claims that say so; for others, claims of theirs within the theme
// column: quote: string -- the latest sentence that calls it a rival
// column: published: date -- its day
// column: publisher: string -- who published it
// column: url: string -- where
// column: claim: string -- id of the claim quoted
// why: Rivalry stands as long as its latest claim does. Whoever develops or uses the same and has
// why: nothing to do with the company comes after its rivals: a vendor or partner is no rival.
CALL {
  MATCH (:Company {id: $company})<-[:SUBJECT|OBJECT]-(said:Claim)-[:SUBJECT|OBJECT]->(rival:Company)
  WHERE said.predicate = 'COMPETES_WITH' AND rival.id <> $company
    AND ($as_of IS NULL OR said.published <= $as_of)
  MATCH (said)-[:STATED_IN]->(article:Article)
  WITH rival, said, article
  ORDER BY said.published DESC, said.id
  WITH rival, count(said) AS claims, head(collect(said)) AS last, head(collect(article)) AS source
  WHERE NOT last.status IN ['ended', 'denied']
  RETURN rival.name AS player, rival.id AS id, true AS stated, claims, last.quote AS quote,
    last.published AS published, source.publisher AS publisher, source.url AS url,
    last.id AS claim
  UNION
  MATCH (theme:Theme)<-[:SCOPE|OBJECT]-(said:Claim)-[:SUBJECT]->(rival:Company)
  WHERE theme.id IN $theme AND said.predicate IN ['DEVELOPS', 'USES'] AND rival.id <> $company
    AND ($as_of IS NULL OR said.published <= $as_of)
    AND NOT EXISTS {
      MATCH (rival)<-[:SUBJECT|OBJECT]-(tie:Claim)-[:SUBJECT|OBJECT]->(company:Company)
      WHERE company.id = $company
    }
  RETURN rival.name AS player, rival.id AS id, false AS stated, count(DISTINCT said) AS claims,
    NULL AS quote, NULL AS published, NULL AS publisher, NULL AS url, NULL AS claim
}
RETURN player, id, stated, claims, quote, published, publisher, url, claim
ORDER BY stated DESC, claims DESC, player
LIMIT $limit
