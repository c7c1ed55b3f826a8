//! What a desk enters beside the outcomes: letters that came, what is put right of a result, and the post's status files with what
//! was found of their lines.

use super::{ItemOut, answered, told};
use crate::post::acts::Entered;
use crate::post::pages::{file as file_page, files as files_page, item as item_page, letter as letter_page};
use crate::post::store::{self, FileLine, FileRow};
use platform::api::types::{AgencyBrief, Asked, At, ById, FileIn, On, Sent, renamed};
use platform::api::{Created, Listed, Nothing, One};
use platform::error::{Error, Result};
use platform::{Ctx, Refusal};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A letter that came by post.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LetterIn {
    /// Code of the agency it came to.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: String,
    /// Who sent it.
    #[schemars(length(min = 1, max = 120))]
    name: String,
    /// Address of the sender.
    #[schemars(length(min = 1, max = 300))]
    address: String,
    /// Telephone.
    #[serde(default)]
    #[schemars(length(max = 40))]
    phone: String,
    /// E-mail.
    #[serde(default)]
    #[schemars(length(max = 120))]
    email: String,
    /// What it holds.
    #[schemars(length(min = 1, max = 300))]
    contents: String,
    /// Code of the service of the tariff.
    #[schemars(length(min = 1, max = 60))]
    service: String,
    /// The post's number.
    #[serde(default)]
    #[schemars(length(max = 60))]
    number: String,
    /// Day of the postmark: not after the arrival.
    postmark: Option<On>,
    /// Day it came: not after today.
    arrived: On,
    /// The letter that a refusal named was looked at, and this is another one.
    #[serde(default)]
    another: bool,
}

/// Where a consignment goes.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ZoneIn {
    /// Within the city.
    City,
    /// To another province.
    Country,
}

/// Who pays the post.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum PayerIn {
    /// The person, on delivery.
    Receiver,
    /// The person, at the desk beforehand.
    Desk,
    /// The agency.
    Agency,
}

/// What shall stand of a result that lies at the desk, whole.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectIn {
    /// Addressee.
    #[schemars(length(min = 1, max = 120))]
    name: String,
    /// Address.
    #[schemars(length(min = 1, max = 300))]
    address: String,
    /// Telephone; empty where there is none.
    #[serde(default)]
    #[schemars(length(max = 40))]
    phone: String,
    /// Code of the service.
    #[schemars(length(min = 1, max = 60))]
    service: String,
    /// Where it goes.
    zone: ZoneIn,
    /// The post's number; empty until it has one.
    #[serde(default)]
    #[schemars(length(max = 60))]
    number: String,
    /// đồng, where the tariff has no row.
    #[schemars(range(min = 0, max = 100_000_000))]
    fee: Option<i64>,
    /// Who pays.
    fee_by: PayerIn,
}

/// A status file to take in.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileOfPostIn {
    /// CSV with the columns `number`, `status`, `day` and, where the post says why, `reason`.
    file: FileIn,
}

/// Filters of status files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FileFilters {
    /// Only those with lines that somebody has to look at, or only those without.
    left: Option<bool>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// What was found of a line.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum FindingIn {
    /// All that somebody has to look at.
    Left,
    /// Entered.
    Applied,
    /// Known already.
    Known,
    /// No consignment of this scope has the number.
    Unknown,
    /// The consignment stands so that this cannot be.
    Unlawful,
    /// Before the day on which the post got it, or after today.
    Day,
}

/// Filters of a file's lines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LineFilters {
    /// What was found of them.
    finding: Option<FindingIn>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A status file.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FileOut {
    /// Number of the record.
    id: i64,
    /// Agency of who took it in.
    agency: AgencyBrief,
    /// Its name.
    name: String,
    /// When it was taken in.
    imported_at: At,
    /// By whom.
    imported_by: String,
    /// Lines.
    lines: i64,
    /// Lines entered, or known already.
    applied: i64,
    /// Lines that somebody has to look at.
    left: i64,
    /// Address of its lines.
    href: String,
}

/// A line of a status file.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FileLineOut {
    /// Line in the file; the head is line 1.
    line: i64,
    /// The post's number.
    number: String,
    /// delivered, failed or `came_back`.
    outcome: String,
    /// On which day.
    on: String,
    /// Why not, or who took it.
    reason: String,
    /// applied, known, unknown, unlawful or day.
    finding: String,
    /// Address of the consignment.
    item: Option<String>,
}

fn file_of(ctx: &Ctx, row: FileRow) -> FileOut {
    FileOut {
        agency: AgencyBrief::of(ctx, row.agency_id),
        imported_at: At::of(row.imported_at),
        href: format!("{}/post-files/{}/lines", platform::api::PREFIX, row.id),
        id: row.id,
        name: row.name,
        imported_by: row.importer_name,
        lines: row.lines,
        applied: row.applied,
        left: row.left_over,
    }
}

fn line_of(row: FileLine) -> FileLineOut {
    FileLineOut {
        item: row.item_id.map(|id| format!("{}/post-items/{id}", platform::api::PREFIX)),
        line: row.line,
        number: row.number,
        outcome: row.outcome,
        on: row.day_on,
        reason: row.reason,
        finding: row.finding,
    }
}

/// Enters a letter; one that may stand already is named instead.
pub(super) async fn letter(ctx: Ctx, _: Nothing, body: LetterIn) -> Result<Created<ItemOut>> {
    let agency = ctx.app.directory().by_code(&body.agency).map(|a| a.id);
    let form = Sent::new()
        .with("co-quan", agency)
        .with("ho-ten", Some(body.name))
        .with("dia-chi", Some(body.address))
        .with("dien-thoai", Some(body.phone))
        .with("thu-dien-tu", Some(body.email))
        .with("noi-dung", Some(body.contents))
        .with("dich-vu", Some(body.service))
        .with("so-hieu", Some(body.number))
        .with("dau", body.postmark.map(|on| on.0))
        .with("ngay-den", Some(body.arrived.0))
        .ticked(letter_page::SEEN, body.another)
        .form();
    let names = [
        ("co-quan", "agency"),
        ("ho-ten", "name"),
        ("dia-chi", "address"),
        ("dien-thoai", "phone"),
        ("thu-dien-tu", "email"),
        ("noi-dung", "contents"),
        ("dich-vu", "service"),
        ("so-hieu", "number"),
        ("dau", "postmark"),
        ("ngay-den", "arrived"),
    ];
    match letter_page::entered(&ctx, &form).await.map_err(|e| renamed(e, &names))? {
        Entered::New(id) => {
            let at = format!("{}/post-items/{id}", platform::api::PREFIX);
            Ok(Created { at, body: answered(&ctx, id).await? })
        }
        Entered::Twin(twin) => Err(Refusal::new("post-refused-twin")
            .arg("id", twin.id)
            .arg("number", &twin.number)
            .arg("day", &twin.made_on)
            .into()),
    }
}

/// Puts a result right.
pub(super) async fn correct(ctx: Ctx, path: ById, body: CorrectIn) -> Result<One<ItemOut>> {
    let zone = match body.zone {
        ZoneIn::City => "city",
        ZoneIn::Country => "country",
    };
    let fee_by = match body.fee_by {
        PayerIn::Receiver => "receiver",
        PayerIn::Desk => "desk",
        PayerIn::Agency => "agency",
    };
    let form = Sent::new()
        .with("ho-ten", Some(body.name))
        .with("dia-chi", Some(body.address))
        .with("dien-thoai", Some(body.phone))
        .with("dich-vu", Some(body.service))
        .with("vung", Some(zone))
        .with("so-hieu", Some(body.number))
        .with("cuoc", body.fee)
        .with("nguoi-tra", Some(fee_by))
        .form();
    let names = [
        ("ho-ten", "name"),
        ("dia-chi", "address"),
        ("dien-thoai", "phone"),
        ("dich-vu", "service"),
        ("so-hieu", "number"),
        ("cuoc", "fee"),
        ("nguoi-tra", "fee_by"),
    ];
    item_page::corrected(&ctx, path.id, &form).await.map_err(|e| renamed(e, &names))?;
    told(&ctx, path.id).await
}

/// A page of status files.
pub(super) async fn files(ctx: Ctx, _: Nothing, asked: FileFilters) -> Result<Listed<FileOut>> {
    let left = asked.left.map(|left| if left { "con" } else { "het" });
    let query = Asked::new().with("con-lai", left).after(asked.after.as_deref())?;
    let found = files_page::narrowed(&ctx, &query).page::<FileRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(file_of(&ctx, row)))
}

/// A page of a file's lines; they name who took a consignment, so the look is noted.
pub(super) async fn lines(ctx: Ctx, path: ById, asked: LineFilters) -> Result<Listed<FileLineOut>> {
    let file = file_page::owned(&ctx, path.id).await?;
    file_page::note(&ctx, &file).await?;
    let finding = asked.finding.map(|finding| match finding {
        FindingIn::Left => "con",
        FindingIn::Applied => "applied",
        FindingIn::Known => "known",
        FindingIn::Unknown => "unknown",
        FindingIn::Unlawful => "unlawful",
        FindingIn::Day => "day",
    });
    let query = Asked::new().with("thay", finding).after(asked.after.as_deref())?;
    let found = file_page::narrowed(file.id, &query).page::<FileLine>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| Ok(line_of(row)))
}

/// Takes a status file in.
pub(super) async fn import(ctx: Ctx, _: Nothing, body: FileOfPostIn) -> Result<Created<FileOut>> {
    let form = Sent::new().files("tep", "file", &[body.file])?.form();
    let id = files_page::imported(&ctx, &form).await.map_err(|e| renamed(e, &[("tep", "file")]))?;
    let file = store::file(&ctx.app.store, id).await?.ok_or(Error::NotFound)?;
    let file = file_of(&ctx, file);
    Ok(Created { at: file.href.clone(), body: file })
}
