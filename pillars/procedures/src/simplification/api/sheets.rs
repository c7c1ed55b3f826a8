//! Sheets of the impact questionnaires by programs: opened, answered question by question on the way the answers lead, closed.

use super::super::pages::{question as question_page, sheet as page, sheet_new, sheets as list_page};
use super::super::rules::question::{Item, Kind, Questionnaire};
use super::super::slice::{EDIT, VIEW};
use super::super::store::sheets::Sheet;
use super::acts::seen;
use super::text;
use platform::api::types::{AgencyBrief, Asked, ById, Sent, Word, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::{Access, Ctx, Permission};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn op(path: &'static str, id: &'static str, permission: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(permission), summary }
}

/// Sheets, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    operations
        .get(
            op(
                "/review-sheets",
                "listReviewSheets",
                VIEW,
                "Sheets of the impact questionnaires, newest first",
            ),
            list,
        )
        .get(op("/review-sheets/{id}", "getReviewSheet", VIEW, "A sheet with its questions and answers"), one)
        .post(op("/review-sheets", "openReviewSheet", EDIT, "Open a sheet of a questionnaire"), open)
        .post(
            op(
                "/review-sheets/{id}/answer",
                "answerReviewSheet",
                EDIT,
                "Answer one question of a sheet; the answers decide which comes next",
            ),
            answer,
        )
        .post(
            op("/review-sheets/{id}/close", "closeReviewSheet", EDIT, "Close a sheet that is answered"),
            close,
        )
}

/// Filters of sheets.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SheetFilters {
    /// Words of procedure and subject, with or without tone marks.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Key of the questionnaire: procedure, form or requirement.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["procedure"]))]
    form: Option<String>,
    /// Only those that are closed, or only those that are not.
    done: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A sheet to open.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct SheetIn {
    /// Key of the questionnaire: procedure, form or requirement.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["procedure"]))]
    form: String,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["KD-01"]))]
    procedure: Option<String>,
    /// The group, or the form or requirement it is about, in words.
    #[schemars(length(max = 300))]
    subject: Option<String>,
    /// Code of the agency; that of the row, where it is for one.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["ubnd-tp-can-tho"]))]
    agency: Option<String>,
    /// Number of the row of the review plan it is for.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    item: Option<i64>,
}

/// One answer.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GivenIn {
    /// Key of what is asked.
    #[schemars(length(min = 1, max = 80))]
    item: String,
    /// The answer: words, a fixed word, the key of a choice (several parted by spaces) or đồng.
    #[schemars(length(min = 1, max = 4000))]
    answer: String,
}

/// Answers to a question.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct AnswersIn {
    /// Number of the question.
    #[schemars(range(min = 1, max = 100))]
    question: i64,
    /// What is answered of it, in place of what was answered before.
    #[schemars(length(min = 1, max = 20))]
    answers: Vec<GivenIn>,
}

/// A sheet to close.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CloseIn {
    /// The sheet's version as it was seen.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    version: i64,
}

/// A sheet in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct SheetLine {
    /// Number of the record.
    id: i64,
    /// Key of the questionnaire.
    form: String,
    /// Code of the procedure, if it is one.
    procedure: Option<String>,
    /// What it is about.
    subject: String,
    /// Agency.
    agency: AgencyBrief,
    /// Number of the row of the review plan it is for.
    item: Option<i64>,
    /// Day it was opened.
    opened_on: String,
    /// Day it was closed.
    done_on: Option<String>,
    /// What closing it has to name as seen.
    version: i64,
}

/// Something asked under a question.
#[derive(Debug, Serialize, JsonSchema)]
struct ItemOut {
    /// Its key.
    item: String,
    /// text, yes_no, degree (all, part, none), choice, many or amount.
    kind: &'static str,
    /// What is asked.
    text: String,
    /// What may be chosen, for choice and many.
    choices: Vec<Word>,
    /// The answer.
    answer: Option<String>,
}

/// A question that the answers so far lead to.
#[derive(Debug, Serialize, JsonSchema)]
struct QuestionOut {
    /// Its number.
    number: i64,
    /// Its name.
    name: String,
    /// What is asked under it after these answers.
    items: Vec<ItemOut>,
    /// Whether all of that is answered.
    answered: bool,
}

/// A sheet with its questions.
#[derive(Debug, Serialize, JsonSchema)]
struct SheetOut {
    /// What the list says of it.
    sheet: SheetLine,
    /// The questions the answers lead to.
    questions: Vec<QuestionOut>,
    /// Number of the next question to answer; null once all are.
    next: Option<i64>,
    /// Numbers of the questions the answers skip.
    skipped: Vec<i64>,
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::YesNo => "yes_no",
        Kind::Degree => "degree",
        Kind::Choice => "choice",
        Kind::Many => "many",
        Kind::Amount => "amount",
    }
}

fn line(ctx: &Ctx, sheet: Sheet) -> SheetLine {
    SheetLine {
        subject: list_page::about(&sheet),
        agency: AgencyBrief::of(ctx, sheet.agency_id),
        id: sheet.id,
        form: sheet.form,
        procedure: text(sheet.procedure_code),
        item: sheet.item_id,
        opened_on: sheet.opened_on,
        done_on: sheet.done_on,
        version: sheet.version,
    }
}

fn item(ctx: &Ctx, item: &Item, answer: Option<String>) -> ItemOut {
    let choice = |c: &super::super::rules::question::Choosable| Word {
        code: c.key.clone(),
        name: ctx.locale.pick(&c.name, &c.name_en).to_owned(),
    };
    ItemOut {
        item: item.key.clone(),
        kind: kind(item.kind),
        text: ctx.locale.pick(&item.text, &item.text_en).to_owned(),
        choices: item.choices.iter().map(choice).collect(),
        answer,
    }
}

fn whole(ctx: &Ctx, sheet: Sheet, form: &Questionnaire) -> Result<SheetOut> {
    let answers = sheet.answered()?;
    let questions = form.way(&answers).into_iter().map(|asked| QuestionOut {
        number: asked.question.number,
        name: ctx.locale.pick(&asked.question.name, &asked.question.name_en).to_owned(),
        items: asked.items.iter().map(|i| item(ctx, i, answers.get(&i.key).cloned())).collect(),
        answered: asked.answered,
    });
    Ok(SheetOut {
        questions: questions.collect(),
        next: form.next(&answers).map(|question| question.number),
        skipped: form.skipped(&answers),
        sheet: line(ctx, sheet),
    })
}

async fn told(ctx: &Ctx, id: i64) -> Result<SheetOut> {
    let (sheet, form) = page::found(ctx, VIEW, id).await?;
    whole(ctx, sheet, &form)
}

async fn list(ctx: Ctx, _: Nothing, asked: SheetFilters) -> Result<Listed<SheetLine>> {
    let done = asked.done.map(|done| if done { "xong" } else { "chua" });
    let query = Asked::new()
        .with("q", asked.q)
        .with("mau", asked.form)
        .with("ket-qua", done)
        .after(asked.after.as_deref())?;
    let found = list_page::narrowed(&ctx, &query).page::<Sheet>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |sheet| Ok(line(&ctx, sheet)))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<SheetOut>> {
    Ok(One(told(&ctx, path.id).await?))
}

/// What the form's fields are called here.
const NAMES: [(&str, &str); 5] = [
    ("mau", "form"),
    ("thu-tuc", "procedure"),
    ("doi-tuong", "subject"),
    ("co-quan", "agency"),
    ("viec", "item"),
];

async fn open(ctx: Ctx, _: Nothing, body: SheetIn) -> Result<Created<SheetOut>> {
    let form = Sent::new()
        .with("mau", Some(body.form))
        .with("thu-tuc", body.procedure)
        .with("doi-tuong", body.subject)
        .with("co-quan", body.agency)
        .with("viec", body.item)
        .form();
    let id = sheet_new::entered(&ctx, &form).await.map_err(|e| renamed(e, &NAMES))?;
    let at = format!("{}/review-sheets/{id}", platform::api::PREFIX);
    Ok(Created { at, body: told(&ctx, id).await? })
}

async fn answer(ctx: Ctx, path: ById, body: AnswersIn) -> Result<One<SheetOut>> {
    let (_, form) = page::found(&ctx, EDIT, path.id).await?;
    let question = form.question(body.question);
    let known = |given: &GivenIn| question.is_some_and(|q| q.items.iter().any(|i| i.key == given.item));
    if !body.answers.iter().all(known) {
        let mut errors = FieldErrors::new();
        errors.add("answers", "form-required");
        return Err(Error::Invalid(errors));
    }
    let sent =
        body.answers.into_iter().fold(Sent::new(), |sent, given| sent.with(&given.item, Some(given.answer)));
    question_page::answered(&ctx, (path.id, body.question), &sent.form()).await.map_err(of_answers)?;
    Ok(One(told(&ctx, path.id).await?))
}

/// The form names an error by what was asked.
fn of_answers(error: Error) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for error in &mut errors.0 {
        error.field = format!("answers.{}", error.field);
    }
    Error::Invalid(errors)
}

async fn close(ctx: Ctx, path: ById, body: CloseIn) -> Result<One<SheetOut>> {
    page::closed(&ctx, path.id, &seen(body.version).form()).await?;
    Ok(One(told(&ctx, path.id).await?))
}
