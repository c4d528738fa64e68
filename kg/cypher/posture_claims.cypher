// question: Which claims bear on whether a company makes, buys or allies for a capability?
// param: company: entity(Company) -- the company asked about
// param: theme: theme? -- the capability and what lies below it
// param: words: string? -- without a theme: what a sentence must hold, in lower case
// param: as_of: date? -- only what was published by this day
// param: limit: int = 1000 -- most rows
// column: way: string -- make, buy or ally
// column: near: string -- theme, title, part, article or other: how near it is to the theme
// column: player: string -- the company, or a unit that it owns
// column: other: string -- what it makes, from whom or what it buys, with whom it allies
// column: other_id: string -- its id
// column: other_kind: string -- Company, Product, Theme, ...
// column: own: bool -- whether the other is the company or a unit, too
// column: makers: list -- others who develop or own it
// column: owners: list -- others who own the player
// column: subject: string -- id of the claim's subject
// column: predicate: string -- of the claim
// column: object: string -- id of the claim's object
// column: kind: string -- what refines the predicate, or empty
// column: status: string -- as this article tells it
// column: confidence: float -- 0..1
// column: published: date -- the day
// column: publisher: string -- who published it
// column: article: string -- id of the article
// column: title: string -- its title
// column: url: string -- where
// column: sentences: list -- every sentence that says so; empty where they may not be kept
// column: claim: string -- id of the claim
// why: To make is to develop, to own or to have bought who or what does; to buy is to be supplied,
// why: to license or to use; to ally is to partner. What a unit does, its owner does, as long as
// why: no later claim says that it has parted with it.
// why: near: the claim is about the theme itself, in its own sentences, as its object or by what
// why: its vendor or product is known for (names in kg/themes.toml); or the
// why: title of an article about the theme says it or names the other side; or it is about a theme
// why: below; or
// why: its sentences name no theme and the article is about it (article), or another one (other).
// why: Whether a company is a unit is looked up in its claims only where an edge joins the two.
// why: The weights come later: this query says what counts, kg/posture/posture.toml how much.
MATCH (company:Company {id: $company})
OPTIONAL MATCH (company)<-[:SUBJECT]-(held:Claim)-[:OBJECT]->(unit:Company)
WHERE held.predicate IN ['OWNS', 'ACQUIRES'] AND held.status IN ['current', 'ended', 'denied']
  AND ($as_of IS NULL OR held.published <= $as_of)
WITH company, unit, max(CASE WHEN held.status = 'current' THEN held.published END) AS held,
  max(CASE WHEN held.status <> 'current' THEN held.published END) AS parted
WITH company, CASE WHEN parted IS NULL OR parted < held THEN unit END AS unit
UNWIND [company, unit] AS player
WITH DISTINCT company, player
WHERE player IS NOT NULL
OPTIONAL MATCH (player)<-[:OBJECT]-(share:Claim)-[:SUBJECT]->(holder:Company)
WHERE share.predicate = 'OWNS' AND NOT share.status IN ['ended', 'denied']
  AND ($as_of IS NULL OR share.published <= $as_of)
  AND player.id <> $company AND holder.id <> $company
  AND NOT (EXISTS { MATCH (company)-[:OWNS|ACQUIRES]->(holder) } AND EXISTS {
    MATCH (holder)<-[:OBJECT]-(held:Claim)-[:SUBJECT]->(company)
    WHERE held.predicate IN ['OWNS', 'ACQUIRES'] AND held.status = 'current'
      AND ($as_of IS NULL OR held.published <= $as_of)
      AND NOT EXISTS {
        MATCH (holder)<-[:OBJECT]-(parted:Claim)-[:SUBJECT]->(company)
        WHERE parted.predicate IN ['OWNS', 'ACQUIRES'] AND parted.status IN ['ended', 'denied']
          AND parted.published >= held.published
          AND ($as_of IS NULL OR parted.published <= $as_of)
      }
  })
WITH company, player, collect(DISTINCT holder.name) AS owners
MATCH (player)<-[tie:SUBJECT|OBJECT]-(said:Claim)
WHERE said.predicate IN [
    'DEVELOPS', 'OWNS', 'ACQUIRES', 'USES', 'SUPPLIES', 'LICENSES_TO', 'PARTNERS_WITH'
  ]
  AND ($as_of IS NULL OR said.published <= $as_of)
  AND ($theme IS NULL OR EXISTS {
    MATCH (said)-[:STATED_IN]->(:Article)-[:ABOUT]->(topic:Theme) WHERE topic.id IN $theme
  } OR EXISTS {
    MATCH (said)-[:SCOPE|SUBJECT|OBJECT]->(part:Theme) WHERE part.id IN $theme
  })
WITH company, player, owners, said, type(tie) AS place, CASE
  WHEN said.predicate = 'PARTNERS_WITH' THEN 'ally'
  WHEN said.predicate IN ['DEVELOPS', 'OWNS', 'ACQUIRES'] AND type(tie) = 'SUBJECT' THEN 'make'
  WHEN said.predicate = 'USES' AND type(tie) = 'SUBJECT' THEN 'buy'
  WHEN said.predicate IN ['SUPPLIES', 'LICENSES_TO'] AND type(tie) = 'OBJECT' THEN 'buy'
END AS way
WHERE way IS NOT NULL
MATCH (said)-[far:SUBJECT|OBJECT]->(other:Entity)
WHERE type(far) <> place
MATCH (said)-[:STATED_IN]->(article:Article)
WITH company, player, owners, said, place, way, other, article,
  other.capability IS NOT NULL AS able,
  $theme IS NOT NULL AND EXISTS {
    MATCH (article)-[:ABOUT]->(topic:Theme) WHERE topic.id IN $theme
  } AS about
WITH company, player, owners, said, place, way, other, article, CASE
  WHEN $theme IS NULL THEN CASE
    WHEN $words IS NULL OR any(text IN said.quotes WHERE toLower(text) CONTAINS $words)
      THEN 'theme'
  END
  WHEN able AND other.id = $theme[0]
    OR EXISTS { MATCH (said)-[:SCOPE]->(scope:Theme) WHERE scope.id = $theme[0] } THEN 'theme'
  WHEN about AND NOT other:Theme AND (
    article.title IN said.quotes
    OR any(name IN [other.name] + other.aliases WHERE article.title CONTAINS name)
  ) THEN 'title'
  WHEN able AND other.id IN $theme
    OR EXISTS { MATCH (said)-[:SCOPE]->(scope:Theme) WHERE scope.id IN $theme } THEN 'part'
  WHEN NOT about OR other:Theme THEN NULL
  WHEN able OR EXISTS { MATCH (said)-[:SCOPE]->(:Theme) } THEN 'other'
  ELSE 'article'
END AS near,
  CASE WHEN said.predicate IN ['USES', 'OWNS'] AND NOT other:Theme THEN other.id END AS had
WHERE near IS NOT NULL
WITH company, player, owners, said, place, way, other, article, near, had
ORDER BY said.published DESC, said.id, way, player.name
LIMIT $limit
OPTIONAL MATCH (other {id: had})<-[:OBJECT]-(made:Claim)-[:SUBJECT]->(maker:Company)
WHERE made.predicate IN ['DEVELOPS', 'OWNS'] AND NOT made.status IN ['ended', 'denied']
  AND ($as_of IS NULL OR made.published <= $as_of) AND maker.id <> $company
  AND NOT (EXISTS { MATCH (company)-[:OWNS|ACQUIRES]->(maker) } AND EXISTS {
    MATCH (maker)<-[:OBJECT]-(held:Claim)-[:SUBJECT]->(company)
    WHERE held.predicate IN ['OWNS', 'ACQUIRES'] AND held.status = 'current'
      AND ($as_of IS NULL OR held.published <= $as_of)
      AND NOT EXISTS {
        MATCH (maker)<-[:OBJECT]-(parted:Claim)-[:SUBJECT]->(company)
        WHERE parted.predicate IN ['OWNS', 'ACQUIRES'] AND parted.status IN ['ended', 'denied']
          AND parted.published >= held.published
          AND ($as_of IS NULL OR parted.published <= $as_of)
      }
  })
WITH company, player, owners, said, place, way, other, article, near,
  collect(DISTINCT maker.name) AS makers
RETURN way,
  near,
  player.name AS player,
  other.name AS other,
  other.id AS other_id,
  head([label IN labels(other) WHERE label <> 'Entity']) AS other_kind,
  other.id = $company OR EXISTS {
    MATCH (company)-[:OWNS|ACQUIRES]->(other:Company)
    WHERE EXISTS {
      MATCH (other)<-[:OBJECT]-(held:Claim)-[:SUBJECT]->(company)
      WHERE held.predicate IN ['OWNS', 'ACQUIRES'] AND held.status = 'current'
        AND ($as_of IS NULL OR held.published <= $as_of)
        AND NOT EXISTS {
          MATCH (other)<-[:OBJECT]-(parted:Claim)-[:SUBJECT]->(company)
          WHERE parted.predicate IN ['OWNS', 'ACQUIRES'] AND parted.status IN ['ended', 'denied']
            AND parted.published >= held.published
            AND ($as_of IS NULL OR parted.published <= $as_of)
        }
    }
  } AS own,
  makers,
  owners,
  CASE place WHEN 'SUBJECT' THEN player.id ELSE other.id END AS subject,
  said.predicate AS predicate,
  CASE place WHEN 'SUBJECT' THEN other.id ELSE player.id END AS object,
  said.kind AS kind,
  said.status AS status,
  said.confidence AS confidence,
  said.published AS published,
  article.publisher AS publisher,
  article.id AS article,
  article.title AS title,
  article.url AS url,
  said.quotes AS sentences,
  said.id AS claim
ORDER BY published DESC, claim, way, player
