//! Filing: one code, one owner, all parts entered, those of the first stage begun.

use super::super::rules::{next, stages};
use super::super::store::{self, HandedIn, Joint, NewJoint, NewPart, Part, PartFiling, Proxy};
use super::{begin, promise, standings, tell};
use contracts::dossiers::{Channel, FiledPaper, Person};
use contracts::joint::JointGroup;
use kernel::{Base, CodeTemplate, Term};
use platform::error::{Error, Result};
use platform::search::SearchDoc;
use platform::{App, Change, Tx};
use serde_json::{Value as Json, json};

/// A joint dossier to file.
#[derive(Debug, Clone)]
pub struct JointFiling {
    /// The group, as in force today.
    pub group: JointGroup,
    /// Agency at whose desk it is filed and its results are handed over.
    pub lead_id: i64,
    /// Channel.
    pub channel: Channel,
    /// citizen, firm, household_business, organisation.
    pub applicant_kind: String,
    /// Owner of the matter.
    pub owner: Person,
    /// Who files it for the owner.
    pub proxy: Option<Proxy>,
    /// Account of the citizen who files online.
    pub account_id: Option<i64>,
    /// counter, post or online.
    pub delivery: String,
    /// What was handed in, each paper once.
    pub papers: Vec<HandedIn>,
    /// One for each member of the group, in its order.
    pub parts: Vec<FiledPart>,
    /// Key made with the form: the same key opens one joint dossier, however often it is sent.
    pub idempotency_key: String,
}

/// A part of it.
#[derive(Debug, Clone)]
pub struct FiledPart {
    /// Procedure: code, name.
    pub procedure: (String, String),
    /// Agency that settles it.
    pub agency_id: i64,
    /// Its term within the group.
    pub term: Term,
    /// Answers of its electronic form.
    pub form: Json,
    /// Its papers.
    pub papers: Vec<FiledPaper>,
}

/// What a filed one answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Id.
    pub id: i64,
    /// Mã hồ sơ liên thông.
    pub code: String,
    /// Key in the tracking link and QR code.
    pub tracking_key: String,
    /// It stood already under this idempotency key.
    pub existed: bool,
}

/// Files it in the caller's transaction.
pub async fn file(app: &App, tx: &Tx, filing: JointFiling) -> Result<Filed> {
    if let Some(joint) = store::by_idempotency_key(tx, &filing.idempotency_key).await? {
        return Ok(filed(joint, true));
    }
    let Some(id) = enter(app, tx, &filing).await? else {
        // The same form sent twice at once: the other one has filed it.
        let joint = store::by_idempotency_key(tx, &filing.idempotency_key).await?;
        let joint =
            joint.ok_or_else(|| Error::fault("filing a joint dossier", "its key is taken by none"))?;
        return Ok(filed(joint, true));
    };
    let joint = store::get(tx, id).await?;
    let names: Vec<&str> = filing.parts.iter().map(|part| part.procedure.1.as_str()).collect();
    tx.journal(Change::of("joint", "joint_dossier", id, "joint_file").after(json!({
        "joint_code": joint.code, "joint_group": joint.group_name, "joint_parts": names.join("; "),
        "channel": joint.channel, "owner": joint.owner_name,
        "proxy": filing.proxy.as_ref().map(|proxy| proxy.person.name.as_str()),
    })))
    .await?;
    platform::search::index_new(tx, &search_doc(&joint, &filing)).await?;
    let mut parts = store::parts(tx, id).await?;
    let first = next(&standings(&parts)?, joint.on_failure());
    begin::begin(app, tx, &joint, &mut parts, &first.begin).await?;
    tell::filed(app, tx, &joint).await?;
    Ok(filed(joint, false))
}

/// How the lead's staff find it.
fn search_doc(joint: &Joint, filing: &JointFiling) -> SearchDoc {
    let proxy = filing.proxy.as_ref().map(|proxy| &proxy.person);
    let words: Vec<&str> = std::iter::once(&filing.owner)
        .chain(proxy)
        .flat_map(|person| [person.identity_number.as_str(), person.phone.as_str()])
        .chain(proxy.map(|proxy| proxy.name.as_str()))
        .filter(|word| !word.is_empty())
        .collect();
    SearchDoc {
        kind: "joint",
        record_id: joint.id,
        title: joint.code.clone(),
        summary: format!("{} – {}", joint.owner_name, joint.group_name),
        href: format!("/lien-thong/{}", joint.id),
        words: words.join(" "),
        agency_id: Some(joint.lead_id),
        many: false,
    }
}

fn filed(joint: Joint, existed: bool) -> Filed {
    Filed { id: joint.id, code: joint.code, tracking_key: joint.tracking_key, existed }
}

async fn enter(app: &App, tx: &Tx, filing: &JointFiling) -> Result<Option<i64>> {
    let beside: Vec<bool> = filing.group.members.iter().map(|member| member.beside).collect();
    let stages = stages(&beside);
    let code = next_code(app, tx, filing.lead_id).await?;
    let term = filing.group.term.map(|amount| Term { base: Base::Amount(amount), ..Term::default() });
    let new = NewJoint {
        code: &code,
        tracking_key: &app.random.token(),
        idempotency_key: &filing.idempotency_key,
        group: (&filing.group.code, &filing.group.name),
        on_failure: filing.group.on_failure,
        term: term.as_ref(),
        lead_id: filing.lead_id,
        channel: filing.channel,
        applicant_kind: &filing.applicant_kind,
        owner: &filing.owner,
        proxy: filing.proxy.as_ref(),
        account_id: filing.account_id,
        delivery: &filing.delivery,
        papers: &filing.papers,
    };
    let Some(id) = store::add(tx, &new).await? else { return Ok(None) };
    for ((place, part), stage) in (1..).zip(&filing.parts).zip(stages) {
        let kept = PartFiling { form: part.form.clone(), papers: part.papers.clone() };
        let new = NewPart {
            place,
            stage,
            procedure: (&part.procedure.0, &part.procedure.1),
            agency_id: part.agency_id,
            term: &part.term,
            filing: &kept,
        };
        store::add_part(tx, id, &new).await?;
    }
    let parts: Vec<Part> = store::parts(tx, id).await?;
    let joint = store::get(tx, id).await?;
    let due = promise(app, &joint, tx.at(), &parts)?.at;
    store::set_first_due(tx, id, due).await?;
    Ok(Some(id))
}

/// The code by the profile's template, numbered without gaps per lead and day.
async fn next_code(app: &App, tx: &Tx, lead: i64) -> Result<String> {
    let today = tx.at().day();
    let text = "{unit}-{field}-{yymmdd}-{seq:4}".to_owned();
    let text: String = app.profiles().get_or("joint.code_template", today, text)?;
    let template = CodeTemplate::try_from(text).map_err(|e| Error::fault("joint.code_template", e))?;
    let directory = app.directory();
    let agency = directory.get(lead).ok_or(Error::NotFound)?;
    let unit = [&agency.id_2016, &agency.unit_code, &agency.code].into_iter().find(|id| !id.is_empty());
    let scope =
        if template.is_daily() { format!("{lead}:{today}") } else { format!("{lead}:{}", today.year()) };
    let number = store::next_number(tx, &scope).await?;
    let unit = unit.map_or("", String::as_str);
    Ok(template.write(unit, FIELD, today, u64::try_from(number).unwrap_or(1)).0.to_uppercase())
}

/// What stands for the field in the codes of joint dossiers: they have none of their own.
const FIELD: &str = "LT";
