//! The rows of one life, table by table, as the acts would have written them.

use super::World;
use super::course::ANSWER_DAYS;
use super::life::Life;
use super::people::Cast;
use super::write::Batch;
use crate::one_stop::rules::{Clock, Plan, PlannedStep, State};
use crate::one_stop::store;
use kernel::Moment;
use platform::Actor;
use platform::error::Result;
use platform::store::ActorKind;
use rand::Rng;
use rand::rngs::StdRng;
use sea_orm::Value;

/// Reasons for supplements as the product names them: code, what is asked for, how often.
const REASONS: [(&str, &str, u32); 5] = [
    ("missing", "Thiếu một giấy tờ trong thành phần hồ sơ, xin nộp thêm.", 40),
    ("wrong_form", "Tờ khai dùng mẫu cũ, xin lập lại theo mẫu đang áp dụng.", 22),
    ("wrong_content", "Thông tin trên tờ khai không khớp giấy tờ tùy thân.", 18),
    ("not_certified", "Bản sao không đọc được, xin nộp bản sao chứng thực khác.", 12),
    ("expired", "Giấy tờ đã hết thời hạn, xin nộp giấy còn hạn.", 8),
];

/// Why the desk refused.
pub const REFUSED: &str = "not_competent: Việc thuộc thẩm quyền cơ quan khác.";
/// Why a dossier was stopped.
pub const STOPPED: &str = "Người nộp không bổ sung giấy tờ trong thời gian đã nêu.";
/// Why a promise was put off.
pub const PUT_OFF: &str = "Phải xác minh thêm tại thực địa.";

/// Where the work stands: the step that is open, and until when somebody must act.
pub struct Open {
    /// The step, if one is open.
    pub step: Option<PlannedStep>,
    /// Its deadline, or that of the answer to an online filing.
    pub due: Option<Moment>,
}

/// The dossier's own row.
pub fn dossier(
    batch: &mut Batch,
    (id, code): (i64, String),
    life: &Life,
    cast: &Cast,
    hands: &Hands,
    open: &Open,
    rng: &mut StdRng,
) -> Result<()> {
    let key: [u8; 16] = rng.random();
    let key: String = key.iter().map(|b| format!("{b:02x}")).collect();
    let mut row: Vec<Value> = vec![id.into(), code.into(), key.into(), format!("demo-{id}").into()];
    row.extend(about(life, cast)?);
    row.extend(standing(batch, life, open)?);
    row.extend(end(life, cast));
    let step = open.step.as_ref();
    let assignee = step.and_then(|step| hands.by_role(step.role.code()).0);
    row.extend([
        life.step().into(),
        step.map(|s| s.role.code()).into(),
        open.due.map(Moment::micros).into(),
        assignee.into(),
        i64::from(life.supplement.is_some()).into(),
        i64::from(life.extension.is_some()).into(),
        life.half_days.into(),
        refusal_code(life).into(),
        day(life.due),
        life.variant.clone().into(),
    ]);
    batch.dossiers.push(row);
    Ok(())
}

/// Procedure, agency and people.
fn about(life: &Life, cast: &Cast) -> Result<[Value; 17]> {
    let body = &life.version.body;
    let owner = &cast.owner;
    let proxy = cast.proxy.as_ref().map(serde_json::to_string).transpose()?;
    Ok([
        life.version.id.into(),
        body.code.clone().into(),
        body.name.clone().into(),
        body.field.code.clone().into(),
        life.agency_id.into(),
        life.channel.code().into(),
        body.audience.first().cloned().unwrap_or_else(|| "citizen".to_owned()).into(),
        owner.name.clone().into(),
        kernel::text::fold(&owner.name).into(),
        owner.identity_number.clone().into(),
        owner.address.clone().into(),
        owner.phone.clone().into(),
        owner.email.clone().into(),
        proxy.into(),
        cast.account.into(),
        "{}".into(),
        life.delivery.clone().into(),
    ])
}

/// State, receipt and promise.
fn standing(batch: &mut Batch, life: &Life, open: &Open) -> Result<[Value; 13]> {
    let register =
        life.received.map(|r| batch.next(format!("register:{}:{}", life.agency_id, r.day().year())));
    Ok([
        life.state.number().into(),
        1i64.into(),
        life.state.is_open().into(),
        false.into(),
        life.filed.micros().into(),
        life.filed.day().to_string().into(),
        life.received.map(Moment::micros).into(),
        day(life.received),
        register.into(),
        life.due.map(Moment::micros).into(),
        life.due_from.map(Moment::micros).into(),
        store::due_sort(life.state, life.due.map(Moment::micros), open.due.unwrap_or(life.filed).micros())
            .into(),
        serde_json::to_string(&life.steps)?.into(),
    ])
}

/// The counted reason of a made-up refusal.
fn refusal_code(life: &Life) -> Option<&'static str> {
    match (life.state, life.settled, life.granted) {
        (State::NotAccepted, _, _) => Some("not_competent"),
        (_, Some(_), false) => Some("not_entitled"),
        _ => None,
    }
}

/// How it ended, if it did.
fn end(life: &Life, cast: &Cast) -> [Value; 8] {
    let reason = match life.state {
        State::NotAccepted => Some(REFUSED),
        State::Stopped if life.withdrawal.is_some() => Some("withdrawn"),
        State::Stopped => Some(STOPPED),
        _ if life.settled.is_some() && !life.granted => Some("Chưa đủ điều kiện theo quy định của thủ tục."),
        _ => None,
    };
    let fetched_by = cast.proxy.as_ref().unwrap_or(&cast.owner).name.clone();
    [
        life.settled.map(Moment::micros).into(),
        day(life.settled),
        life.settled.map(|_| if life.granted { "granted" } else { "refused" }).into(),
        day(life.ended),
        reason.into(),
        life.returned.map(Moment::micros).into(),
        day(life.returned),
        life.returned.map(|_| fetched_by).into(),
    ]
}

fn day(moment: Option<Moment>) -> Value {
    moment.map(|m| m.day().to_string()).into()
}

/// Papers, requests, pauses, opinions, the result and the fee.
pub fn details(batch: &mut Batch, id: i64, life: &Life, hands: &Hands, world: &World, rng: &mut StdRng) {
    let waits = life.supplement.is_some_and(|(_, answered)| answered.is_none());
    for (index, component) in life.version.body.components.iter().take(6).enumerate() {
        let online = life.channel.code() == "online";
        let lacks = waits && index == 0;
        let given = match (lacks, online) {
            (true, _) => "missing",
            (_, true) => "electronic",
            _ if matches!(component.kind.as_str(), "copy" | "certified_copy") => "copy",
            _ => "original",
        };
        batch.papers.push(vec![
            id.into(),
            component.key.clone().into(),
            component.name.clone().into(),
            given.into(),
            if lacks { 0 } else { component.copies }.into(),
            component.note.clone().into(),
        ]);
    }
    if let Some((asked, answered)) = life.supplement {
        supplement(batch, id, life, (asked, answered), hands, rng);
        pause(batch, id, "supplement", (asked, answered), None);
    }
    if let Some((asked, paid)) = life.payment {
        pause(batch, id, "financial_duty", (asked, paid), life.ground.clone());
    }
    refusal(batch, id, life);
    extension(batch, id, life);
    opinion(batch, id, life, hands, world, rng);
    if let Some(settled) = life.settled {
        let name = life.version.body.result.as_ref().map_or("Kết quả", |r| r.name.as_str());
        batch.results.push(vec![
            id.into(),
            format!("{}/{}", id, settled.day().year()).into(),
            name.into(),
            hands.by_role("leader").1.into(),
            settled.micros().into(),
        ]);
    }
    fee(batch, id, life, hands);
}

fn supplement(
    batch: &mut Batch,
    id: i64,
    life: &Life,
    (asked, answered): (Moment, Option<Moment>),
    hands: &Hands,
    rng: &mut StdRng,
) {
    let total: u32 = REASONS.iter().map(|r| r.2).sum();
    let mut left = rng.random_range(0..total);
    let reason = REASONS.iter().find(|r| match left.checked_sub(r.2) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    });
    let Some((code, text, _)) = reason else { return };
    // Which paper: the declaration is what people fill in wrong, the first paper what they forget.
    let components = &life.version.body.components;
    let declared = components.iter().find(|c| c.kind == "form");
    let paper = match *code {
        "wrong_form" | "wrong_content" => declared.or(components.first()),
        "not_certified" => components.iter().find(|c| c.kind.ends_with("copy")).or(components.first()),
        _ => components.first(),
    };
    let about = paper.map_or(("", ""), |c| (c.key.as_str(), c.name.as_str()));
    returned(batch, id, life, ("supplement", code), about, asked);
    batch.supplements.push(vec![
        id.into(),
        (*code).into(),
        (*text).into(),
        asked.micros().into(),
        asked.day().to_string().into(),
        asked.day().plus_days(ANSWER_DAYS).to_string().into(),
        hands.by_role("one_stop").1.into(),
        "0710 3 000 000".into(),
        answered.map(Moment::micros).into(),
    ]);
}

/// A refusal as it is counted.
fn refusal(batch: &mut Batch, id: i64, life: &Life) {
    let Some(code) = refusal_code(life) else { return };
    let (kind, at) = match life.settled {
        Some(settled) => ("refused_result", settled),
        None => ("refused_receipt", life.ended.unwrap_or(life.filed)),
    };
    returned(batch, id, life, (kind, code), ("", ""), at);
}

/// Why a dossier came back.
fn returned(
    batch: &mut Batch,
    id: i64,
    life: &Life,
    (kind, code): (&str, &str),
    (component, name): (&str, &str),
    at: Moment,
) {
    batch.returns.push(vec![
        id.into(),
        kind.into(),
        component.into(),
        name.into(),
        code.into(),
        life.version.body.code.clone().into(),
        life.agency_id.into(),
        life.filed.day().to_string().into(),
        at.day().to_string().into(),
    ]);
}

fn pause(
    batch: &mut Batch,
    id: i64,
    reason: &str,
    (from, to): (Moment, Option<Moment>),
    basis: Option<String>,
) {
    let (from, to) = (from.micros(), to.map(Moment::micros));
    batch.pauses.push(vec![id.into(), reason.into(), from.into(), to.into(), basis.into()]);
}

fn extension(batch: &mut Batch, id: i64, life: &Life) {
    let (Some((at, old)), Some(due)) = (life.extension, life.due) else { return };
    let number = batch.next(format!("apology:{}:{}", life.agency_id, at.day().year()));
    batch.extensions.push(vec![
        id.into(),
        old.micros().into(),
        due.day().to_string().into(),
        due.micros().into(),
        PUT_OFF.into(),
        format!("{number:02}/PXL").into(),
        at.micros().into(),
    ]);
}

/// An expert who is asked.
const EXPERT: &str = "TS. Trần Văn Nghiêm, giảng viên, Trường Đại học Cần Thơ";

fn opinion(batch: &mut Batch, id: i64, life: &Life, hands: &Hands, world: &World, rng: &mut StdRng) {
    let Some((asked, due_on, answered)) = life.opinion else { return };
    let Some(unit) = world.other_unit(life.agency_id, rng) else { return };
    // Now and then it is somebody outside, whose answer the own agency writes down.
    let expert = (id % 6 == 0).then_some(EXPERT);
    let unit = if expert.is_some() { life.agency_id } else { unit };
    let answer = answered.map(|_| "Không có ý kiến khác, đề nghị giải quyết theo quy định.");
    batch.opinions.push(vec![
        id.into(),
        unit.into(),
        expert.into(),
        "Đề nghị cho biết khu đất, địa chỉ hoặc người này có vướng mắc gì theo hồ sơ đơn vị đang quản lý."
            .into(),
        due_on.to_string().into(),
        hands.by_role("specialist").1.into(),
        asked.micros().into(),
        answer.into(),
        answered.map(|_| Hands::of(world, unit).by_role("specialist").1).into(),
        answered.map(Moment::micros).into(),
    ]);
}

fn fee(batch: &mut Batch, id: i64, life: &Life, hands: &Hands) {
    let amount = life.version.body.fixed_fee();
    let Some(received) = life.received.filter(|_| amount > 0) else { return };
    // Of those still at work half pay when they fetch the result, or online.
    if matches!(life.state, State::Received | State::Processing) && id % 2 == 0 {
        return;
    }
    let number = batch.next(format!("demo-fee:{}", life.agency_id));
    let (clerk, name) = hands.by_role("one_stop");
    let at = received.plus_minutes(4);
    batch.fees.push(vec![
        id.into(),
        life.agency_id.into(),
        "receipt".into(),
        amount.into(),
        if life.channel.code() == "online" { "transfer" } else { "cash" }.into(),
        format!("AA/{number:06}").into(),
        at.micros().into(),
        at.day().to_string().into(),
        clerk.into(),
        name.into(),
    ]);
}

/// The words it is found by.
pub fn words(batch: &mut Batch, id: i64, code: &str, cast: &Cast) {
    let proxy = cast.proxy.clone().unwrap_or_default();
    let numbers = [
        cast.owner.phone.as_str(),
        cast.owner.identity_number.as_str(),
        proxy.phone.as_str(),
        proxy.identity_number.as_str(),
    ];
    batch.words.extend(store::words_of(code, &numbers).into_iter().map(|word| vec![id.into(), word.into()]));
}

/// The steps so far; answers the one that is open.
pub fn steps(
    batch: &mut Batch,
    id: i64,
    life: &Life,
    hands: &Hands,
    clock: &Clock<'_>,
) -> Option<PlannedStep> {
    let plan = Plan(&life.version.body.process);
    let mut giver = hands.by_role("one_stop").1;
    let mut open = None;
    for (index, from) in life.marks.iter().enumerate() {
        let number = i64::try_from(index + 1).unwrap_or(1);
        let Some(step) = plan.step(number, &Clock { from: *from, ..*clock }) else { break };
        let (actor, name) = hands.by_role(step.role.code());
        let done = life.marks.get(index + 1).copied().or(life.settled).or(life.ended);
        batch.steps.push(vec![
            id.into(),
            number.into(),
            step.name.clone().into(),
            step.role.code().into(),
            step.unit.clone().into(),
            from.micros().into(),
            step.due_at.map(Moment::micros).into(),
            done.map(Moment::micros).into(),
            giver.into(),
            done.and(actor).into(),
            done.map(|_| name.clone()).into(),
        ]);
        if done.is_none() {
            open = Some(step);
        }
        giver = name;
    }
    open
}

/// Who works at an agency, by role; a made-up name where the demo has no account.
pub struct Hands {
    people: Vec<(&'static str, Option<i64>, String)>,
    agency_id: i64,
}

impl Hands {
    /// The hands of an agency.
    pub fn of(world: &World, agency: i64) -> Hands {
        let people =
            [("one_stop", "clerk"), ("specialist", "specialist"), ("head", "head"), ("leader", "leader")]
                .into_iter()
                .map(|(step_role, role)| match world.staff.get(&(role, agency)) {
                    Some(holder) => (step_role, Some(holder.account_id), holder.name.clone()),
                    None => (step_role, None, "Cán bộ phụ trách".to_owned()),
                })
                .collect();
        Hands { people, agency_id: agency }
    }

    /// Account and name of who has a step's role.
    pub fn by_role(&self, role: &str) -> (Option<i64>, String) {
        self.people
            .iter()
            .find(|(r, _, _)| *r == role)
            .map_or((None, "Cán bộ phụ trách".to_owned()), |(_, id, name)| (*id, name.clone()))
    }

    /// The same as an actor.
    pub fn actor(&self, role: &str) -> Actor {
        let (account_id, name) = self.by_role(role);
        Actor { kind: ActorKind::Staff, account_id, name, unit_id: Some(self.agency_id) }
    }
}
