-- Counts by unit for the people in [first, after): the five targets of plan 177 as plain SQL, each
-- as met, not met and unknown. A state is 2 for true, 1 for unknown, 0 for false.
INSERT INTO floor_own
WITH held AS (
    -- One aggregate a person: a bit for each thing that some qualification says.
    -- 1, 2, 4: professional recorded, perhaps and surely a university degree;
    -- 8, 16: perhaps and surely a master's; 32, 64, 128: theory recorded, perhaps, surely.
    SELECT cadre_id, bit_or(
        CASE kind
        WHEN 'professional' THEN
            1 + CASE WHEN awarded_earliest > %(day)s OR rank < 4 THEN 0
                     WHEN awarded_latest > %(day)s THEN CASE WHEN rank < 5 THEN 2 ELSE 10 END
                     WHEN rank < 5 THEN 6 ELSE 30 END
        ELSE
            32 + CASE WHEN awarded_earliest > %(day)s OR rank < 2 THEN 0
                      WHEN awarded_latest > %(day)s THEN 64 ELSE 192 END
        END) AS bits
    FROM cadres_qualification
    WHERE cadre_id >= %(first)s AND cadre_id < %(after)s
      AND kind IN ('professional', 'political_theory')
    GROUP BY cadre_id
), course AS (
    SELECT cadre_id,
           bool_or(completed_earliest >= %(since)s AND completed_latest <= %(day)s) AS is_certain
    FROM cadres_training
    WHERE cadre_id >= %(first)s AND cadre_id < %(after)s AND category_id = 'knowledge_update'
      AND (completed_earliest IS NULL
           OR (completed_earliest <= %(day)s AND completed_latest >= %(since)s))
    GROUP BY cadre_id
), person AS (
    SELECT post.unit_id, post.is_leadership,
           post.managed_by = 'city_standing_committee' AS by_city,
           post.managed_by = 'subordinate_standing_committee' AS by_subordinate,
           post.managed_by = 'department' AS by_department,
           CASE WHEN cadre.born_earliest > %(cut)s THEN 2
                WHEN cadre.born_latest <= %(cut)s THEN 0 ELSE 1 END AS young,
           CASE cadre.gender WHEN 'female' THEN 2 WHEN '' THEN 1 ELSE 0 END AS female,
           least(
               CASE WHEN held.bits & 4 > 0 THEN 2 WHEN held.bits & 2 > 0 THEN 1
                    WHEN held.bits & 1 > 0 THEN 0 ELSE 1 END,
               CASE WHEN held.bits & 128 > 0 THEN 2 WHEN held.bits & 64 > 0 THEN 1
                    WHEN held.bits & 32 > 0 THEN 0 ELSE 1 END) AS degree_and_theory,
           CASE WHEN held.bits & 16 > 0 THEN 2 WHEN held.bits & 8 > 0 THEN 1
                WHEN held.bits & 1 > 0 THEN 0 ELSE 1 END AS postgraduate,
           CASE WHEN course.cadre_id IS NULL THEN 0
                WHEN course.is_certain THEN 2 ELSE 1 END AS trained
    FROM cadres_appointment post
    JOIN cadres_cadre cadre ON cadre.id = post.cadre_id
    LEFT JOIN held ON held.cadre_id = post.cadre_id
    LEFT JOIN course ON course.cadre_id = post.cadre_id
    WHERE post.cadre_id >= %(first)s AND post.cadre_id < %(after)s AND post.is_primary
      AND cadre.id >= %(first)s AND cadre.id < %(after)s
      AND (post.start_day IS NULL OR post.start_day <= %(day)s)
      AND (post.end_day IS NULL OR post.end_day > %(day)s)
      AND (post.is_leadership OR post.managed_by IN
           ('city_standing_committee', 'subordinate_standing_committee', 'department'))
)
SELECT unit_id,
       count(*) FILTER (WHERE (by_city OR by_subordinate) AND young = 2),
       count(*) FILTER (WHERE (by_city OR by_subordinate) AND young = 0),
       count(*) FILTER (WHERE (by_city OR by_subordinate) AND young = 1),
       count(*) FILTER (WHERE (by_city OR by_subordinate) AND female = 2),
       count(*) FILTER (WHERE (by_city OR by_subordinate) AND female = 0),
       count(*) FILTER (WHERE (by_city OR by_subordinate) AND female = 1),
       count(*) FILTER (WHERE (by_subordinate OR by_department) AND degree_and_theory = 2),
       count(*) FILTER (WHERE (by_subordinate OR by_department) AND degree_and_theory = 0),
       count(*) FILTER (WHERE (by_subordinate OR by_department) AND degree_and_theory = 1),
       count(*) FILTER (WHERE is_leadership AND trained = 2),
       count(*) FILTER (WHERE is_leadership AND trained = 0),
       count(*) FILTER (WHERE is_leadership AND trained = 1),
       count(*) FILTER (WHERE by_city AND postgraduate = 2),
       count(*) FILTER (WHERE by_city AND postgraduate = 0),
       count(*) FILTER (WHERE by_city AND postgraduate = 1)
FROM person GROUP BY unit_id
