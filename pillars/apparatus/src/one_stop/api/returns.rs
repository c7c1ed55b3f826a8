//! Why dossiers came back, and the letters of apology, for programs: the lists and counts of the pages, of the caller's scope.

use super::read::agency_id;
use super::view::href;
use crate::one_stop::pages::returns_filters::{kind_name, narrow, reason_name};
use crate::one_stop::pages::{apologies as letters, returns as figures};
use crate::one_stop::rules::ReasonOf;
use crate::one_stop::store::{self, ApologyRow, By, ReturnRow};
use platform::Ctx;
use platform::api::types::{AgencyBrief, Asked, At, On, Word};
use platform::api::{Listed, Nothing};
use platform::error::Result;
use platform::http::Query;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What returns are counted by.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum ByIn {
    /// Procedure.
    Procedure,
    /// Paper of a procedure.
    Paper,
    /// Kind of return and reason.
    Reason,
    /// Agency.
    Agency,
    /// Month of filing.
    Month,
}

/// Kind of return.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindIn {
    /// Papers were asked for.
    Supplement,
    /// Refused, at the receipt or by the result.
    Refused,
    /// The receipt was refused.
    RefusedReceipt,
    /// The result was a refusal.
    RefusedResult,
}

/// Which returns, and what they are counted by.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountFilters {
    /// What they are counted by; the procedure where nothing is said.
    by: Option<ByIn>,
    /// Of dossiers filed on this day or later; a year ago where nothing is said.
    from: Option<On>,
    /// Of dossiers filed on this day or earlier.
    to: Option<On>,
    /// Kind of return.
    kind: Option<KindIn>,
    /// Code of the reason.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["missing"]))]
    reason: Option<String>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
}

/// Which returns.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnFilters {
    /// Of dossiers filed on this day or later; a year ago where nothing is said.
    from: Option<On>,
    /// Of dossiers filed on this day or earlier.
    to: Option<On>,
    /// Kind of return.
    kind: Option<KindIn>,
    /// Code of the reason.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["missing"]))]
    reason: Option<String>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Key of the paper; `-` for what is about no paper of its own.
    #[schemars(length(min = 1, max = 80))]
    paper: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// What a letter of apology waits for, or how it ended.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum LetterIn {
    /// To be sent.
    Waiting,
    /// Not sent, and its last day has passed.
    Missed,
    /// Sent.
    Sent,
    /// Sent after its last day.
    SentLate,
    /// Set aside.
    Dismissed,
    /// All of them.
    All,
}

/// Which letters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApologyFilters {
    /// How they stand; those to be sent where nothing is said.
    state: Option<LetterIn>,
    /// Only of dossiers that the caller holds.
    mine: Option<bool>,
    /// Code of the procedure.
    #[schemars(length(min = 1, max = 40), extend("examples" = ["XD-01"]))]
    procedure: Option<String>,
    /// Code of the agency.
    #[schemars(length(min = 1, max = 80), extend("examples" = ["quan-ninh-kieu"]))]
    agency: Option<String>,
    /// Where the page before ended, from its `next`.
    #[schemars(length(min = 1, max = 400))]
    after: Option<String>,
}

/// A reason that may be given today.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReasonOut {
    /// supplement or refusal: what it is given for.
    of: &'static str,
    /// Its code.
    code: String,
    /// Its name.
    name: String,
}

/// Returns of one group.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReturnsOut {
    /// Word of the group: code of the procedure, reason, code of the agency, month.
    group: String,
    /// Key of the paper, or kind of return; where these are counted by.
    part: Option<String>,
    /// In words.
    name: String,
    /// Returns.
    returns: i64,
    /// Dossiers that came back.
    dossiers: i64,
    /// Dossiers filed.
    filed: i64,
    /// Of the dossiers filed, those that came back, per cent; null where none was filed.
    percent: Option<f64>,
    /// Address of the returns behind the figure.
    records: String,
}

/// A return.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReturnOut {
    /// Number of the dossier.
    dossier: i64,
    /// Its code.
    code: String,
    /// Code of the procedure.
    procedure: String,
    /// Agency.
    agency: AgencyBrief,
    /// Kind of return.
    kind: Word,
    /// Name of the paper; null where it is about the dossier as a whole.
    paper: Option<String>,
    /// Reason.
    reason: Word,
    /// Day the dossier was filed.
    filed_on: String,
    /// Day it came back.
    happened_on: String,
    /// Address of the dossier.
    href: String,
}

/// A letter of apology that was prepared.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ApologyOut {
    /// Number of the dossier.
    dossier: i64,
    /// Its code.
    code: String,
    /// Name of its procedure.
    procedure_name: String,
    /// Agency.
    agency: AgencyBrief,
    /// The promise it is about.
    due_at: At,
    /// Last day on which it may be sent.
    apology_by: String,
    /// Proposed day.
    new_due_on: String,
    /// Proposed reason.
    reason: String,
    /// How it stands, in words.
    state: String,
    /// Day it was sent or set aside.
    closed_on: Option<String>,
    /// Who decided.
    closed_by: Option<String>,
    /// Why it was set aside.
    dismiss_reason: Option<String>,
    /// Address of the dossier, whose act `extend` sends it.
    href: String,
}

fn kind_slug(kind: KindIn) -> &'static str {
    match kind {
        KindIn::Supplement => "bo-sung",
        KindIn::Refused => "tu-choi",
        KindIn::RefusedReceipt => "tu-choi-tiep-nhan",
        KindIn::RefusedResult => "tu-choi-giai-quyet",
    }
}

/// The reasons that may be given today.
pub async fn reasons(ctx: Ctx, _: Nothing, _: Nothing) -> Result<Listed<ReasonOut>> {
    let profiles = ctx.app.profiles();
    let mut all = Vec::new();
    for (word, of) in [("supplement", ReasonOf::Supplement), ("refusal", ReasonOf::Refusal)] {
        for reason in of.on(&profiles, ctx.today())? {
            let name = of.name(&profiles, &ctx.locale, &reason.code);
            all.push(ReasonOut { of: word, code: reason.code, name });
        }
    }
    Ok(Listed::whole(all))
}

fn query_of(ctx: &Ctx, filters: &ReturnFilters) -> Result<Query> {
    let agency = filters.agency.as_deref().map(|code| agency_id(ctx, code)).transpose()?;
    Asked::new()
        .with("tu", filters.from.map(|day| day.0))
        .with("den", filters.to.map(|day| day.0))
        .with("loai", filters.kind.map(kind_slug))
        .with("ly-do", filters.reason.as_ref())
        .with("thu-tuc", filters.procedure.as_ref())
        .with("giay", filters.paper.as_ref())
        .with("don-vi", agency)
        .after(filters.after.as_deref())
}

/// The figures.
pub async fn counts(ctx: Ctx, _: Nothing, asked: CountFilters) -> Result<Listed<ReturnsOut>> {
    let by = match asked.by.unwrap_or(ByIn::Procedure) {
        ByIn::Procedure => By::Procedure,
        ByIn::Paper => By::Component,
        ByIn::Reason => By::Reason,
        ByIn::Agency => By::Agency,
        ByIn::Month => By::Month,
    };
    let filters = ReturnFilters {
        from: asked.from,
        to: asked.to,
        kind: asked.kind,
        reason: asked.reason,
        procedure: asked.procedure,
        paper: None,
        agency: asked.agency,
        after: None,
    };
    let narrow = narrow(&ctx, &query_of(&ctx, &filters)?);
    let lines = figures::lines(&ctx, by, &narrow).await?;
    let told = lines.into_iter().map(|line| {
        let agency = |id: &str| AgencyBrief::of(&ctx, id.parse().unwrap_or_default()).code;
        let count = &line.count;
        let group = if by == By::Agency { agency(&count.word) } else { count.word.clone() };
        let names = [line.name.as_str(), line.second.as_str()];
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        ReturnsOut {
            records: records(&ctx, by, &narrow, count),
            part: Some(count.part.clone()).filter(|part| !part.is_empty()),
            name: names.join(" – "),
            returns: count.returns,
            dossiers: count.dossiers,
            filed: line.filed,
            percent: line.percent().map(kernel::round1),
            group,
        }
    });
    Ok(Listed::whole(told.collect()))
}

/// The address of the returns behind a figure: that of the page, in the interface's words.
fn records(ctx: &Ctx, by: By, narrow: &store::Narrow, count: &store::ReturnCount) -> String {
    const NAMES: [(&str, &str); 7] = [
        ("thu-tuc", "procedure"),
        ("don-vi", "agency"),
        ("ly-do", "reason"),
        ("giay", "paper"),
        ("loai", "kind"),
        ("tu", "from"),
        ("den", "to"),
    ];
    const KINDS: [(&str, &str); 4] = [
        ("bo-sung", "supplement"),
        ("tu-choi", "refused"),
        ("tu-choi-tiep-nhan", "refused_receipt"),
        ("tu-choi-giai-quyet", "refused_result"),
    ];
    let pairs = figures::behind(by, narrow, count).into_iter().filter_map(|(name, value)| {
        let (_, ours) = NAMES.iter().find(|(page, _)| *page == name)?;
        let value = match name {
            "don-vi" => AgencyBrief::of(ctx, value.parse().ok()?).code,
            "loai" => KINDS.iter().find(|(page, _)| *page == value)?.1.to_owned(),
            _ => value,
        };
        Some(format!("{ours}={}", ui::platform_url(&value)))
    });
    let pairs: Vec<String> = pairs.collect();
    format!("{}/returns?{}", platform::api::PREFIX, pairs.join("&"))
}

/// The returns themselves.
pub async fn list(ctx: Ctx, _: Nothing, asked: ReturnFilters) -> Result<Listed<ReturnOut>> {
    let query = query_of(&ctx, &asked)?;
    let list = store::returns_list(&narrow(&ctx, &query));
    let found = list.page::<ReturnRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| {
        Ok(ReturnOut {
            agency: AgencyBrief::of(&ctx, row.agency_id),
            kind: Word { name: kind_name(&ctx, &row.kind), code: row.kind.clone() },
            reason: Word { name: reason_name(&ctx, &row.kind, &row.reason_code), code: row.reason_code },
            paper: Some(row.component_name).filter(|name| !name.is_empty()),
            href: href(row.dossier_id),
            dossier: row.dossier_id,
            code: row.code,
            procedure: row.procedure_code,
            filed_on: row.filed_on,
            happened_on: row.happened_on,
        })
    })
}

/// The letters.
pub async fn apologies(ctx: Ctx, _: Nothing, asked: ApologyFilters) -> Result<Listed<ApologyOut>> {
    let agency = asked.agency.map(|code| agency_id(&ctx, &code)).transpose()?;
    let group = match asked.state.unwrap_or(LetterIn::Waiting) {
        LetterIn::Waiting => "cho-gui",
        LetterIn::Missed => "lo-han",
        LetterIn::Sent => "da-gui",
        LetterIn::SentLate => "gui-muon",
        LetterIn::Dismissed => "bo-qua",
        LetterIn::All => "tat-ca",
    };
    let query = Asked::new()
        .with("nguoi", asked.mine.filter(|mine| *mine).map(|_| "toi"))
        .with("thu-tuc", asked.procedure)
        .with("don-vi", agency)
        .after(asked.after.as_deref())?;
    let found = letters::list(&ctx, &query, group)?.page::<ApologyRow>(&ctx.app.store, &query).await?;
    Listed::of(&ctx, found, |row| {
        Ok(ApologyOut {
            state: letters::state_text(&ctx, letters::state(&ctx, &row).0),
            agency: AgencyBrief::of(&ctx, row.agency_id),
            due_at: At::of(row.due_at),
            href: href(row.dossier_id),
            dossier: row.dossier_id,
            code: row.code,
            procedure_name: row.procedure_name,
            apology_by: row.apology_by_on,
            new_due_on: row.new_due_on,
            reason: row.reason,
            closed_on: row.closed_on,
            closed_by: row.closed_by,
            dismiss_reason: row.dismiss_reason,
        })
    })
}
