//! Operations of the programming interface on the post: consignments and lists of the caller's scope, and what a desk does with
//! them: makes a list of what waits, numbers it, hands it over, enters what the post reports; letters, what is put right and status
//! files stand in entries.rs. By the pages' own reading and acts; a look at who is on a consignment is noted as one on the screen.

mod entries;

use super::pages::{item as item_page, items as items_page, list as list_page, lists as lists_page};
use super::slice::{SEND, VIEW};
use super::store::{self, ItemRow, ListRow};
use platform::api::types::{AgencyBrief, Asked, At, ById, On, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One, Op, Operations};
use platform::error::{Error, FieldErrors, Result};
use platform::reads::{self, What};
use platform::{Access, Ctx, Permission};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

fn op(path: &'static str, id: &'static str, permission: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(permission), summary }
}

/// As the slice declares them.
pub(super) fn operations() -> Operations {
    Operations::new()
        .get(op("/post-items", "listPostItems", VIEW, "Consignments, results and letters, by day"), items)
        .get(op("/post-items/{id}", "getPostItem", VIEW, "A consignment with what became of it"), item)
        .post(
            op("/post-items/{id}/report", "reportPostItem", SEND, "Enter what the post reports of it"),
            report,
        )
        .post(
            op("/post-items/{id}/cancel", "cancelPostItem", SEND, "Do not send it, with the reason"),
            cancel,
        )
        .post(
            op(
                "/post-items/{id}/correct",
                "correctPostItem",
                SEND,
                "Put right a result that lies at the desk",
            ),
            entries::correct,
        )
        .post(
            op("/post-letters", "enterPostLetter", SEND, "Enter a letter that came by post"),
            entries::letter,
        )
        .get(op("/post-lists", "listPostLists", VIEW, "Lists handed to the post, the newest first"), lists)
        .get(op("/post-lists/{id}", "getPostList", VIEW, "A list with its consignments"), list)
        .post(op("/post-lists", "makePostList", SEND, "Make a list of the results that wait"), make)
        .post(op("/post-lists/{id}/numbers", "numberPostList", SEND, "Write the post's numbers down"), number)
        .post(
            op("/post-lists/{id}/hand-over", "handPostListOver", SEND, "Note that the post has taken a list"),
            hand_over,
        )
        .get(
            op("/post-files", "listPostFiles", VIEW, "Status files of the post, the newest first"),
            entries::files,
        )
        .post(op("/post-files", "importPostFile", SEND, "Take a status file of the post in"), entries::import)
        .get(
            op(
                "/post-files/{id}/lines",
                "listPostFileLines",
                VIEW,
                "Lines of a status file with what was found of each",
            ),
            entries::lines,
        )
}

/// Which way a consignment goes.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum DirectionIn {
    /// A result that goes to the person.
    Out,
    /// A letter that came.
    In,
}

/// Filters of consignments.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ItemFilters {
    /// The post's number, the dossier's code or a name.
    #[schemars(length(min = 1, max = 100))]
    q: Option<String>,
    /// Which way it goes.
    direction: Option<DirectionIn>,
    /// waiting, listed, posted, failed, delivered, came_back, cancelled, arrived or opened.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["posted"]))]
    state: Option<String>,
    /// Entered on this day or after.
    from: Option<On>,
    /// Entered on this day or before.
    to: Option<On>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// Filters of lists.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListFilters {
    /// Only those the post has taken, or only those it has not.
    handed: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// What the post says of a consignment.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum OutcomeIn {
    /// The person has it.
    Delivered,
    /// Tried in vain.
    Failed,
    /// The post brought it back.
    CameBack,
}

/// What the post reports.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ReportIn {
    /// What became of it.
    outcome: OutcomeIn,
    /// On which day: not before the post got it, not after today.
    on: On,
    /// absent, address, refused, unpaid or other: why not; needed unless it was delivered.
    #[schemars(length(min = 1, max = 20), extend("examples" = ["absent"]))]
    reason: Option<String>,
    /// Who took it, or why not, in words.
    #[schemars(length(max = 300))]
    note: Option<String>,
}

/// Why it is not sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CancelIn {
    /// Why.
    #[schemars(length(min = 1, max = 300))]
    reason: String,
}

/// What a list is made of.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListIn {
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: String,
    /// Code of the service of the tariff.
    #[schemars(length(min = 1, max = 60))]
    service: String,
}

/// The post's number of a consignment.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NumberIn {
    /// Number of the consignment's record.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_i64))]
    item: i64,
    /// The post's number.
    #[schemars(length(min = 1, max = 60))]
    number: String,
}

/// Numbers for a list.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NumbersIn {
    /// For consignments of the list that have none yet.
    #[schemars(length(min = 1, max = 200))]
    numbers: Vec<NumberIn>,
}

/// A list that the post took.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct HandIn {
    /// Day it was taken: not before the list was made, not after today.
    on: On,
    /// Who took it at the post.
    #[schemars(length(min = 1, max = 120))]
    taken_by: String,
}

/// A consignment in a list.
#[derive(Debug, Serialize, JsonSchema)]
struct ItemLine {
    /// Number of the record.
    id: i64,
    /// out or in.
    direction: String,
    /// Agency whose desk sends it, or that it came to.
    agency: AgencyBrief,
    /// Number of the dossier.
    dossier: Option<i64>,
    /// Code of the dossier; empty before a letter has one.
    dossier_code: String,
    /// The procedure, or what the letter holds.
    subject: String,
    /// Addressee, or sender.
    name: String,
    /// Code of the service.
    service: String,
    /// The post's number; empty until it has one.
    number: String,
    /// Where it stands.
    state: String,
    /// Number of the list it is on.
    list: Option<i64>,
    /// What the post asks, đồng.
    fee: i64,
    /// Day it was entered; of a letter, that of its arrival.
    made_on: String,
    /// Day the post got it.
    posted_on: Option<String>,
    /// Day it was delivered or brought back.
    ended_on: Option<String>,
    /// Address of the record.
    href: String,
}

/// Something that became of a consignment.
#[derive(Debug, Serialize, JsonSchema)]
struct EventOut {
    /// State it led to.
    state: String,
    /// Day it happened.
    on: String,
    /// What was noted.
    note: String,
    /// desk, file or system: where it was entered from.
    source: String,
    /// When it was entered.
    at: At,
}

/// A consignment.
#[derive(Debug, Serialize, JsonSchema)]
struct ItemOut {
    /// What the list says of it.
    item: ItemLine,
    /// Address of the person.
    address: String,
    /// Telephone.
    phone: String,
    /// Who pays the post: receiver, desk or agency.
    fee_by: String,
    /// Tries to deliver it.
    attempts: i64,
    /// Why it was not delivered, as a word.
    reason: Option<String>,
    /// What became of it, in order.
    events: Vec<EventOut>,
}

/// A list.
#[derive(Debug, Serialize, JsonSchema)]
struct ListLine {
    /// Number of the record.
    id: i64,
    /// Agency.
    agency: AgencyBrief,
    /// Code of the service.
    service: String,
    /// Its number.
    number: String,
    /// Day it was made.
    made_on: String,
    /// Day the post took it.
    handed_on: Option<String>,
    /// Consignments on it.
    items: i64,
    /// What the post asks for them, đồng.
    fee: i64,
    /// Address of the record.
    href: String,
}

/// A list with its consignments.
#[derive(Debug, Serialize, JsonSchema)]
struct ListOut {
    /// The list.
    list: ListLine,
    /// Its consignments.
    items: Vec<ItemLine>,
}

fn item_line(ctx: &Ctx, row: ItemRow) -> ItemLine {
    ItemLine {
        agency: AgencyBrief::of(ctx, row.agency_id),
        href: format!("{}/post-items/{}", platform::api::PREFIX, row.id),
        id: row.id,
        direction: row.direction,
        dossier: row.dossier_id,
        dossier_code: row.dossier_code,
        subject: row.subject,
        name: row.name,
        service: row.service,
        number: row.number,
        state: row.state,
        list: row.list_id,
        fee: row.fee,
        made_on: row.made_on,
        posted_on: row.posted_on,
        ended_on: row.ended_on,
    }
}

fn list_line(ctx: &Ctx, row: ListRow) -> ListLine {
    ListLine {
        agency: AgencyBrief::of(ctx, row.agency_id),
        href: format!("{}/post-lists/{}", platform::api::PREFIX, row.id),
        id: row.id,
        service: row.service,
        number: row.number,
        made_on: row.made_on,
        handed_on: row.handed_on,
        items: row.items,
        fee: row.fee,
    }
}

async fn items(ctx: Ctx, _: Nothing, asked: ItemFilters) -> Result<Listed<ItemLine>> {
    let direction = asked.direction.map(|direction| match direction {
        DirectionIn::Out => "out",
        DirectionIn::In => "in",
    });
    let query = Asked::new()
        .with("q", asked.q)
        .with("chieu", direction)
        .with("tinh-trang", asked.state)
        .with("tu", asked.from.map(|on| on.0))
        .with("den", asked.to.map(|on| on.0))
        .after(asked.after.as_deref())?;
    let found = items_page::narrowed(&ctx, &query).page::<ItemRow>(&ctx.app.store, &query).await?;
    reads::note_list(&ctx, VIEW, "/api/v1/post-items").await?;
    Listed::of(&ctx, found, |row| Ok(item_line(&ctx, row)))
}

async fn told(ctx: &Ctx, id: i64) -> Result<One<ItemOut>> {
    Ok(One(answered(ctx, id).await?))
}

/// A consignment as it is told; the look is noted.
async fn answered(ctx: &Ctx, id: i64) -> Result<ItemOut> {
    let row = item_page::owned(ctx, id, VIEW).await?;
    item_page::note(ctx, &row).await?;
    let event = |e: store::EventRow| EventOut {
        state: e.kind,
        on: e.day_on,
        note: e.note,
        source: e.source,
        at: At::of(e.at),
    };
    let events = store::events_of(&ctx.app.store, id).await?.into_iter().map(event).collect();
    Ok(ItemOut {
        address: row.address.clone(),
        phone: row.phone.clone(),
        fee_by: row.fee_by.clone(),
        attempts: row.attempts,
        reason: row.reason_code.clone(),
        events,
        item: item_line(ctx, row),
    })
}

async fn item(ctx: Ctx, path: ById, _: Nothing) -> Result<One<ItemOut>> {
    told(&ctx, path.id).await
}

async fn report(ctx: Ctx, path: ById, body: ReportIn) -> Result<One<ItemOut>> {
    let outcome = match body.outcome {
        OutcomeIn::Delivered => "delivered",
        OutcomeIn::Failed => "failed",
        OutcomeIn::CameBack => "came_back",
    };
    let form = Sent::new()
        .with("ket-qua", Some(outcome))
        .with("ngay", Some(body.on.0))
        .with("loai-ly-do", body.reason)
        .with("ghi-chu", body.note)
        .form();
    let names = [("ket-qua", "outcome"), ("ngay", "on"), ("loai-ly-do", "reason"), ("ghi-chu", "note")];
    item_page::reported(&ctx, path.id, &form).await.map_err(|e| renamed(e, &names))?;
    told(&ctx, path.id).await
}

async fn cancel(ctx: Ctx, path: ById, body: CancelIn) -> Result<One<ItemOut>> {
    let form = Sent::new().with("ly-do", Some(body.reason)).form();
    item_page::cancelled(&ctx, path.id, &form).await.map_err(|e| renamed(e, &[("ly-do", "reason")]))?;
    told(&ctx, path.id).await
}

async fn lists(ctx: Ctx, _: Nothing, asked: ListFilters) -> Result<Listed<ListLine>> {
    let handed = asked.handed.map(|handed| if handed { "roi" } else { "chua" });
    let query = Asked::new().with("giao", handed).after(asked.after.as_deref())?;
    let found = lists_page::narrowed(&ctx, &query).page::<ListRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(list_line(&ctx, row)))
}

async fn told_list(ctx: &Ctx, id: i64) -> Result<ListOut> {
    let row = list_page::owned(ctx, id, VIEW).await?;
    list_page::note(ctx, &row, What::Page).await?;
    let items = store::items_of_list(&ctx.app.store, id).await?;
    let items = items.into_iter().map(|item| item_line(ctx, item)).collect();
    Ok(ListOut { list: list_line(ctx, row), items })
}

async fn list(ctx: Ctx, path: ById, _: Nothing) -> Result<One<ListOut>> {
    Ok(One(told_list(&ctx, path.id).await?))
}

async fn make(ctx: Ctx, _: Nothing, body: ListIn) -> Result<Created<ListOut>> {
    let agency = ctx.app.directory().by_code(&body.agency).map(|a| a.id);
    let form = Sent::new().with("co-quan", agency).with("dich-vu", Some(body.service)).form();
    let names = [("co-quan", "agency"), ("dich-vu", "service")];
    let id = lists_page::made(&ctx, &form).await.map_err(|e| renamed(e, &names))?;
    let at = format!("{}/post-lists/{id}", platform::api::PREFIX);
    Ok(Created { at, body: told_list(&ctx, id).await? })
}

async fn number(ctx: Ctx, path: ById, body: NumbersIn) -> Result<One<ListOut>> {
    list_page::owned(&ctx, path.id, SEND).await?;
    let open = store::items_of_list(&ctx.app.store, path.id).await?;
    let fits = |new: &NumberIn| open.iter().any(|item| item.id == new.item && item.number.is_empty());
    if !body.numbers.iter().all(fits) {
        let mut errors = FieldErrors::new();
        errors.add("numbers", "form-required");
        return Err(Error::Invalid(errors));
    }
    let form = body
        .numbers
        .iter()
        .fold(Sent::new(), |sent, new| sent.with(&format!("so-hieu-{}", new.item), Some(&new.number)))
        .form();
    list_page::numbered(&ctx, path.id, &form).await.map_err(of_numbers)?;
    Ok(One(told_list(&ctx, path.id).await?))
}

/// The form has a field for each consignment; the body has one for all.
fn of_numbers(error: Error) -> Error {
    let Error::Invalid(mut errors) = error else { return error };
    for error in &mut errors.0 {
        "numbers".clone_into(&mut error.field);
    }
    Error::Invalid(errors)
}

async fn hand_over(ctx: Ctx, path: ById, body: HandIn) -> Result<One<ListOut>> {
    let form = Sent::new().with("ngay", Some(body.on.0)).with("nguoi-nhan", Some(body.taken_by)).form();
    let names = [("ngay", "on"), ("nguoi-nhan", "taken_by")];
    list_page::handed(&ctx, path.id, &form).await.map_err(|e| renamed(e, &names))?;
    Ok(One(told_list(&ctx, path.id).await?))
}
