//! All SQL of petitions.

mod answers;
mod counts;
mod lists;
mod petition;
mod questionnaires;
mod trail;

pub use answers::{Answer, NewAnswer, add_answer, answer_by_token, answers_of, rate};
pub use counts::{CountRow, by_agency, by_procedure, count_rows, standing_of};
pub use lists::{PublicRow, RegisterRow, find, public_list, published, register, waiting, within};
pub use petition::{
    Petition, alike, by_code, by_id, by_token, insert, late_ones, leading, merged_into, next_number,
    running_after, save, set_due, set_warned,
};
pub use questionnaires::{
    NewQuestionnaire, Questionnaire, QuestionnaireRow, Reply, add_questionnaire, add_reply, answer_reply,
    chase, close, lock, questionnaire, questionnaires, replies, reply_counts,
};
pub use trail::{File, Step, add_file, add_step, files_of, steps_of};

/// Evidence of 5.2: a petition counts on the day it was handled, or when its term passed without.
pub const ON_TIME: &str = "SELECT p.id AS record_id, p.code AS label, p.agency_id AS agency_id, \
     COALESCE(p.settled_on, p.due_on) AS on_day, \
     CASE WHEN p.settled_on IS NULL THEN p.due_on ELSE CAST(NULL AS TEXT) END AS until_day, \
     p.procedure_code AS procedure_code, p.topic AS field, p.channel AS channel, \
     CASE WHEN p.settled_on IS NULL THEN 'open' WHEN p.settled_on > p.due_on THEN 'late' ELSE '' END AS reason, \
     CASE WHEN p.settled_on IS NOT NULL AND p.settled_on <= p.due_on THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END \
     AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
     FROM petition p WHERE p.state <> 'merged' AND p.state <> 'incomplete'";

/// Evidence of 5.3: the same petitions; content with it is who got an answer in time, liked it and did not come again.
pub const CONTENT: &str = "SELECT p.id AS record_id, p.code AS label, p.agency_id AS agency_id, \
     COALESCE(p.settled_on, p.due_on) AS on_day, \
     CASE WHEN p.settled_on IS NULL THEN p.due_on ELSE CAST(NULL AS TEXT) END AS until_day, \
     p.procedure_code AS procedure_code, p.topic AS field, p.channel AS channel, \
     CASE WHEN p.settled_on IS NULL OR p.settled_on > p.due_on THEN 'late' WHEN p.disliked > 0 THEN 'disliked' \
     WHEN p.reopened > 0 THEN 'repeated' ELSE '' END AS reason, \
     CASE WHEN p.settled_on IS NOT NULL AND p.settled_on <= p.due_on AND p.disliked = 0 AND p.reopened = 0 \
     THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END \
     AS numerator, CAST(1 AS BIGINT) AS denominator, CAST(0 AS BIGINT) AS value \
     FROM petition p WHERE p.state <> 'merged' AND p.state <> 'incomplete'";
