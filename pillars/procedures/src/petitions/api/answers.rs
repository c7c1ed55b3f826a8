//! Published answers for everybody; nothing of the person who asked.

use super::super::pages::answers as page;
use super::super::rules::words::Topic;
use super::super::store::{self, PublicRow};
use super::view::{maybe, said, text};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, ByCode, Word};
use platform::api::{Listed, Nothing, One};
use platform::error::{Error, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Filters of the list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerFilters {
    /// Words of question and answer, with or without tone marks.
    #[schemars(length(min = 1, max = 100), extend("examples" = ["hộ khẩu"]))]
    q: Option<String>,
    /// What the petition is about.
    topic: Option<Topic>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 60), extend("examples" = ["HT-01"]))]
    procedure: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A published answer in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnswerLine {
    /// Code of the petition.
    code: String,
    /// The question, in words written for everybody.
    question: String,
    /// What it is about.
    topic: Word,
    /// Code of the procedure.
    procedure: Option<String>,
    /// Agency that answered.
    agency: AgencyBrief,
    /// Day it was published.
    published_on: String,
    /// Address of the record.
    href: String,
}

/// A published answer.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnswerOut {
    /// Code of the petition.
    code: String,
    /// The question, in words written for everybody.
    question: String,
    /// The answer.
    answer: String,
    /// What it is about.
    topic: Word,
    /// Code of the procedure.
    procedure: Option<String>,
    /// Part of the procedure.
    part: Option<Word>,
    /// Agency that answered.
    agency: AgencyBrief,
    /// Day it was published.
    published_on: String,
}

/// A page of them.
pub async fn list(ctx: Ctx, _: Nothing, asked: AnswerFilters) -> Result<Listed<AnswerLine>> {
    let query = Asked::new()
        .with("q", asked.q)
        .with("noi_dung", asked.topic.map(Topic::code))
        .with("thu_tuc", asked.procedure)
        .after(asked.after.as_deref())?;
    let found = page::narrowed(&query).page::<PublicRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| {
        Ok(AnswerLine {
            href: format!("{}/petition-answers/{}", platform::api::PREFIX, row.code),
            topic: said(&ctx, "topic", &row.topic),
            procedure: text(&row.procedure_code),
            agency: AgencyBrief::of(&ctx, row.agency_id),
            published_on: row.published_on.unwrap_or_default(),
            code: row.code,
            question: row.public_question,
        })
    })
}

/// One of them.
pub async fn one(ctx: Ctx, path: ByCode, _: Nothing) -> Result<One<AnswerOut>> {
    let seen = store::published(&ctx.app.store, &path.code).await?.ok_or(Error::NotFound)?;
    Ok(One(AnswerOut {
        topic: said(&ctx, "topic", &seen.topic),
        procedure: text(&seen.procedure_code),
        part: maybe(&ctx, "part", &seen.part),
        agency: AgencyBrief::of(&ctx, seen.agency_id),
        published_on: seen.published_on.unwrap_or_default(),
        code: seen.code,
        question: seen.public_question,
        answer: seen.public_answer,
    }))
}
