//! Operations of the programming interface on reviews: reviews, chapters and targets of the caller's scope, and the acts on them, each
//! through the form's reading and the act that the page goes through.

use super::acts;
use super::pages;
use super::slice::{APPROVE, MANAGE, VIEW, WRITE};
use super::store::chapters::{self, Chapter};
use super::store::figures::{self, Figure};
use super::store::reviews::{self, Review};
use platform::api::types::{AgencyBrief, Asked, ById, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::{Access, Ctx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    acts(records(Operations::new()))
}

fn records(operations: Operations) -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let needs = Access::Permission;
    operations
        .get(
            op(
                "/reviews/published",
                "listPublishedReviews",
                Access::Public,
                "Published reviews of the programme",
            ),
            published,
        )
        .get(
            op(
                "/reviews/published/{id}",
                "getPublishedReview",
                Access::Public,
                "A published review with its figures",
            ),
            public_one,
        )
        .get(
            op("/reviews", "listReviews", needs(VIEW), "Reviews of the caller's scope, the newest first"),
            list,
        )
        .get(op("/reviews/{id}", "getReview", needs(VIEW), "A review with its frozen figures"), one)
}

fn acts(operations: Operations) -> Operations {
    let op = |path, id, access, summary| Op { path, id, access, summary };
    let needs = Access::Permission;
    operations
        .post(op("/reviews", "beginReview", needs(MANAGE), "Begins an interim or final review"), begin)
        .post(
            op("/reviews/{id}/submit", "submitReview", needs(MANAGE), "Sends a review to its approval"),
            submit,
        )
        .post(
            op(
                "/reviews/{id}/approve",
                "approveReview",
                needs(APPROVE),
                "Approves a review as a second person",
            ),
            approve,
        )
        .get(
            op(
                "/review-chapters",
                "listReviewChapters",
                needs(VIEW),
                "Chapters of agencies of the caller's scope, the soonest due first",
            ),
            list_chapters,
        )
        .post(
            op(
                "/review-chapters/{id}/write",
                "writeReviewChapter",
                needs(WRITE),
                "Keeps the text of a chapter",
            ),
            write,
        )
        .post(
            op("/review-chapters/{id}/submit", "submitReviewChapter", needs(WRITE), "Sends a chapter"),
            send,
        )
        .get(
            op(
                "/review-targets",
                "listReviewTargets",
                needs(VIEW),
                "Targets, and items of the programme with overdue tasks, that agencies of the caller's scope answer for",
            ),
            list_figures,
        )
        .post(
            op(
                "/review-targets/{id}/explain",
                "explainReviewTarget",
                needs(WRITE),
                "Keeps the cause of a missed target or of overdue tasks",
            ),
            explain,
        )
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Filters {
    /// Number of a review.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    review: Option<i64>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

impl Filters {
    fn query(self) -> Result<platform::http::Query> {
        Asked::new().with("ban", self.review).after(self.after.as_deref())
    }
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Paged {
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A review.
#[derive(Debug, Serialize, JsonSchema)]
struct ReviewOut {
    /// Number of the record.
    id: i64,
    /// interim or final.
    kind: String,
    /// Name.
    name: String,
    /// First day of what it is about.
    from_on: String,
    /// Last day of what it is about.
    to_on: String,
    /// Day of the figures.
    as_of_on: String,
    /// writing, submitted, approved or published.
    state: String,
    /// How many figures are frozen.
    figures: i64,
    /// SHA-256 of the frozen figures; "" before they are.
    hash: String,
}

/// A figure of a review.
#[derive(Debug, Serialize, JsonSchema)]
struct FigureOut {
    /// Number of the record.
    id: i64,
    /// target; task: an item of the programme; done: what was done in a year.
    section: String,
    /// Code.
    code: String,
    /// Name.
    name: String,
    /// How it is counted.
    definition: String,
    /// Planned, in words.
    planned: String,
    /// Measured, in words; "" where nothing was.
    measured: String,
    /// Declared, in words.
    declared: String,
    /// met, missed or unmeasured; "" for what has no verdict, such as tasks under way.
    verdict: String,
    /// Records it rests on.
    count: i64,
    /// Address of these records.
    records: String,
    /// Agency that answers for it.
    agency: AgencyBrief,
    /// Why it was missed.
    cause: String,
}

/// A chapter.
#[derive(Debug, Serialize, JsonSchema)]
struct ChapterOut {
    /// Number of the record.
    id: i64,
    /// Number of its review.
    review: i64,
    /// Title.
    title: String,
    /// Agency that writes it.
    agency: AgencyBrief,
    /// Last day to send it.
    due_on: String,
    /// assigned, submitted, returned or accepted.
    state: String,
    /// Its text.
    text: String,
}

/// A review with its figures.
#[derive(Debug, Serialize, JsonSchema)]
struct WholeOut {
    /// The review.
    review: ReviewOut,
    /// Its figures in order.
    figures: Vec<FigureOut>,
}

fn review_out(r: Review) -> ReviewOut {
    ReviewOut {
        id: r.id,
        kind: r.kind,
        name: r.name,
        from_on: r.from_on,
        to_on: r.to_on,
        as_of_on: r.as_of_on,
        state: r.state,
        figures: r.frozen_count,
        hash: r.frozen_hash,
    }
}

fn figure_out(ctx: &Ctx, f: Figure) -> FigureOut {
    FigureOut {
        id: f.id,
        agency: AgencyBrief::of(ctx, f.agency_id),
        section: f.section,
        code: f.code,
        name: f.name,
        definition: f.definition,
        planned: f.planned,
        measured: f.measured,
        declared: f.declared,
        verdict: f.verdict,
        count: f.count,
        records: f.href,
        cause: f.cause,
    }
}

fn chapter_out(ctx: &Ctx, c: Chapter) -> ChapterOut {
    ChapterOut {
        id: c.id,
        review: c.review_id,
        agency: AgencyBrief::of(ctx, c.agency_id),
        title: c.title,
        due_on: c.due_on,
        state: c.state,
        text: c.text,
    }
}

async fn whole(ctx: &Ctx, review: Review) -> Result<One<WholeOut>> {
    let all = figures::of_review(&ctx.app.store, review.id).await?;
    let figures = all.into_iter().map(|f| figure_out(ctx, f)).collect();
    Ok(One(WholeOut { review: review_out(review), figures }))
}

async fn published(ctx: Ctx, _: Nothing, asked: Paged) -> Result<Listed<ReviewOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let mut list = reviews::list();
    list.and("r.state = 'published'", []);
    let page = list.page::<Review>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |r| Ok(review_out(r)))
}

async fn public_one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeOut>> {
    let review = reviews::get(&ctx.app.store, path.id).await?;
    if review.published_at.is_none() {
        return Err(Error::NotFound);
    }
    whole(&ctx, review).await
}

async fn list(ctx: Ctx, _: Nothing, asked: Paged) -> Result<Listed<ReviewOut>> {
    let query = Asked::new().after(asked.after.as_deref())?;
    let page = pages::review_list(&ctx, &query).page::<Review>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |r| Ok(review_out(r)))
}

async fn one(ctx: Ctx, path: ById, _: Nothing) -> Result<One<WholeOut>> {
    let review = pages::read_review(&ctx, path.id).await?;
    whole(&ctx, review).await
}

async fn list_chapters(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<ChapterOut>> {
    let query = asked.query()?;
    let page = pages::chapter_list(&ctx, &query).page::<Chapter>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |c| Ok(chapter_out(&ctx, c)))
}

async fn list_figures(ctx: Ctx, _: Nothing, asked: Filters) -> Result<Listed<FigureOut>> {
    let query = asked.query()?;
    let page = pages::figure_list(&ctx, &query).page::<Figure>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, page, |f| Ok(figure_out(&ctx, f)))
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReviewIn {
    /// interim or final.
    #[schemars(length(min = 1, max = 10), extend("examples" = ["interim"]))]
    kind: String,
    /// Name.
    #[schemars(length(min = 1, max = 300))]
    name: String,
    /// First day of what it is about, ISO.
    #[schemars(length(min = 8, max = 10))]
    from_on: String,
    /// Last day of what it is about, ISO.
    #[schemars(length(min = 8, max = 10))]
    to_on: String,
    /// Day of the figures, ISO.
    #[schemars(length(min = 8, max = 10))]
    as_of_on: String,
    /// Last day of the chapters, ISO.
    #[schemars(length(min = 8, max = 10))]
    due_on: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ApprovalIn {
    /// Number of the paper.
    #[schemars(length(min = 1, max = 300))]
    decision: String,
    /// Its day, ISO.
    #[schemars(length(min = 8, max = 10))]
    decided_on: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct TextIn {
    /// The text.
    #[schemars(length(min = 1, max = 30_000))]
    text: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CauseIn {
    /// The cause.
    #[schemars(length(min = 1, max = 4000))]
    cause: String,
}

const NAMES: [(&str, &str); 10] = [
    ("loai", "kind"),
    ("ten", "name"),
    ("tu", "from_on"),
    ("den", "to_on"),
    ("so-lieu", "as_of_on"),
    ("han", "due_on"),
    ("van-ban", "decision"),
    ("ngay", "decided_on"),
    ("noi-dung", "text"),
    ("nguyen-nhan", "cause"),
];

fn wrong(errors: FieldErrors) -> Error {
    renamed(Error::Invalid(errors), &NAMES)
}

/// A text that a form demands.
fn text(name: &str, typed: String, most: usize) -> Result<String> {
    let mut errors = FieldErrors::new();
    let text = Sent::new().with(name, Some(typed)).form().required(&mut errors, name, most);
    if errors.is_empty() { Ok(text) } else { Err(wrong(errors)) }
}

async fn created(ctx: &Ctx, id: i64) -> Result<Created<ReviewOut>> {
    let review = reviews::get(&ctx.app.store, id).await?;
    Ok(Created { at: format!("{}/reviews/{id}", platform::api::PREFIX), body: review_out(review) })
}

async fn begin(ctx: Ctx, _: Nothing, body: ReviewIn) -> Result<Created<ReviewOut>> {
    let form = Sent::new()
        .with("loai", Some(body.kind))
        .with("ten", Some(body.name))
        .with("tu", Some(body.from_on))
        .with("den", Some(body.to_on))
        .with("so-lieu", Some(body.as_of_on))
        .with("han", Some(body.due_on))
        .form();
    let new = pages::read_begin(&ctx, &form).await?.map_err(wrong)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    let id = acts::begin(&ctx.app, &tx, &new).await?;
    tx.commit().await?;
    created(&ctx, id).await
}

async fn submit(ctx: Ctx, path: ById, _: Nothing) -> Result<Created<ReviewOut>> {
    let review = pages::the_review(&ctx, path.id, MANAGE).await?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit(&ctx.app, &tx, &review).await?;
    tx.commit().await?;
    created(&ctx, review.id).await
}

async fn approve(ctx: Ctx, path: ById, body: ApprovalIn) -> Result<Created<ReviewOut>> {
    let review = pages::the_review(&ctx, path.id, APPROVE).await?;
    let form = Sent::new().with("van-ban", Some(body.decision)).with("ngay", Some(body.decided_on)).form();
    let (decision, on) = pages::read_decision(&ctx, &form).map_err(wrong)?;
    let viewer = ctx.viewer()?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::approve(&tx, &review, (viewer.account_id, &viewer.name), (&decision, on)).await?;
    tx.commit().await?;
    created(&ctx, review.id).await
}

async fn chapter_after(ctx: &Ctx, id: i64) -> Result<Created<ChapterOut>> {
    let chapter = chapters::get(&ctx.app.store, id).await?;
    let at = format!("{}/review-chapters?review={}", platform::api::PREFIX, chapter.review_id);
    Ok(Created { at, body: chapter_out(ctx, chapter) })
}

async fn write(ctx: Ctx, path: ById, body: TextIn) -> Result<Created<ChapterOut>> {
    let (chapter, review) = pages::own_chapter(&ctx, path.id, WRITE).await?;
    let text = text("noi-dung", body.text, 30_000)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::write_chapter(&tx, &review, &chapter, &text).await?;
    tx.commit().await?;
    chapter_after(&ctx, chapter.id).await
}

async fn send(ctx: Ctx, path: ById, _: Nothing) -> Result<Created<ChapterOut>> {
    let (chapter, review) = pages::own_chapter(&ctx, path.id, WRITE).await?;
    let by = ctx.viewer()?.name.clone();
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::submit_chapter(&ctx.app, &tx, &review, &chapter, &by).await?;
    tx.commit().await?;
    chapter_after(&ctx, chapter.id).await
}

async fn explain(ctx: Ctx, path: ById, body: CauseIn) -> Result<Created<FigureOut>> {
    let (figure, review) = pages::own_figure(&ctx, path.id, WRITE).await?;
    let cause = text("nguyen-nhan", body.cause, 4000)?;
    let tx = ctx.app.store.write(&ctx.actor()).await?;
    acts::set_cause(&tx, &review, &figure, &cause).await?;
    tx.commit().await?;
    let figure = figures::get(&ctx.app.store, figure.id).await?;
    let at = format!("{}/review-targets?review={}", platform::api::PREFIX, figure.review_id);
    Ok(Created { at, body: figure_out(&ctx, figure) })
}
