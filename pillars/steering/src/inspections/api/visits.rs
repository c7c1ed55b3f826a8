//! An inspection by programs, from its decision to its end: team, checklist and notice, answers and findings, minutes with objection
//! and signatures, the conclusion and its publication by a second person. Each body becomes what the page's form would send.

use super::super::pages::{conclude, finding_new, item, minutes, new, team};
use super::super::slice::{APPROVE, INSPECT, REPORT};
use super::plans::{SeenIn, WhyIn, seen};
use super::shapes::{WholeFinding, WholeInspection};
use super::visit_bodies::{
    AnswerIn, ConclusionIn, FieldsIn, FindingIn, LeaveIn, MemberIn, MinutesIn, OpenIn, PublishIn, SignIn,
    TextIn,
};
use super::{told, whole};
use platform::api::types::{ById, Sent, renamed};
use platform::api::{Created, Nothing, One, Op, Operations};
use platform::error::{Error, Result};
use platform::{Access, Ctx, Permission};

fn op(path: &'static str, id: &'static str, permission: Permission, summary: &'static str) -> Op {
    Op { path, id, access: Access::Permission(permission), summary }
}

/// The acts of an inspection, added to the other operations.
pub(super) fn operations(operations: Operations) -> Operations {
    ending(visiting(preparing(operations)))
}

fn preparing(operations: Operations) -> Operations {
    operations
        .post(op("/inspections", "openInspection", INSPECT, "Open an inspection by its decision"), open)
        .post(op("/inspections/{id}/team", "joinInspection", INSPECT, "Add a member to the team"), join)
        .post(
            op("/inspections/{id}/leave", "leaveInspection", INSPECT, "Take a member out of the team"),
            leave,
        )
        .post(
            op(
                "/inspections/{id}/checklist",
                "loadInspectionChecklist",
                INSPECT,
                "Load the questions of fields as their templates stand",
            ),
            checklist,
        )
        .post(
            op("/inspections/{id}/notice", "noticeInspection", INSPECT, "Tell the unit that it is inspected"),
            notice,
        )
}

fn visiting(operations: Operations) -> Operations {
    operations
        .post(
            op(
                "/inspection-items/{id}/answer",
                "answerInspectionItem",
                INSPECT,
                "Answer a question of a checklist with its evidence",
            ),
            answer,
        )
        .post(op("/inspections/{id}/findings", "addInspectionFinding", INSPECT, "Write a finding down"), find)
        .post(
            op(
                "/inspection-findings/{id}/remove",
                "removeInspectionFinding",
                INSPECT,
                "Take a finding out while there are no minutes",
            ),
            remove,
        )
        .post(op("/inspections/{id}/minutes", "minuteInspection", INSPECT, "Draw up the minutes"), minute)
        .post(
            op("/inspections/{id}/objection", "objectToInspection", REPORT, "Object to the minutes"),
            object,
        )
        .post(
            op(
                "/inspections/{id}/objection-answer",
                "answerInspectionObjection",
                INSPECT,
                "Answer the unit's objection",
            ),
            answer_objection,
        )
}

fn ending(operations: Operations) -> Operations {
    operations
        .post(
            op(
                "/inspections/{id}/sign-team",
                "signInspectionForTeam",
                INSPECT,
                "Keep the team's signature under the minutes with its scan",
            ),
            sign_team,
        )
        .post(
            op(
                "/inspections/{id}/sign-unit",
                "signInspectionForUnit",
                REPORT,
                "Keep the unit's signature under the minutes with its scan",
            ),
            sign_unit,
        )
        .post(
            op(
                "/inspections/{id}/unsigned",
                "noteInspectionUnsigned",
                INSPECT,
                "Note that the unit did not sign the minutes and why, from the day after them on",
            ),
            not_signed,
        )
        .post(
            op(
                "/inspections/{id}/conclusion",
                "concludeInspection",
                INSPECT,
                "Put a conclusion before the second person",
            ),
            conclude_it,
        )
        .post(
            op(
                "/inspections/{id}/return",
                "returnInspectionConclusion",
                APPROVE,
                "Give a conclusion back with the reason",
            ),
            give_back,
        )
        .post(
            op(
                "/inspections/{id}/publish",
                "publishInspection",
                APPROVE,
                "Publish a conclusion under its number, as the second person",
            ),
            publish,
        )
        .post(
            op(
                "/inspections/{id}/close",
                "closeInspection",
                INSPECT,
                "Close an inspection without open findings",
            ),
            close,
        )
}

/// What the forms' fields are called here.
const NAMES: [(&str, &str); 35] = [
    ("co-quan", "agency"),
    ("don-vi", "unit"),
    ("ly-do", "reason"),
    ("quyet-dinh", "decision"),
    ("ngay-quyet-dinh", "decided_on"),
    ("thoi-ky-tu", "period_from"),
    ("thoi-ky-den", "period_to"),
    ("tu", "from_on"),
    ("den", "to_on"),
    ("ten", "name"),
    ("nhiem-vu", "duty"),
    ("linh-vuc", "fields"),
    ("tra-loi", "answer"),
    ("ghi-chu", "note"),
    ("lien-ket", "record"),
    ("ngay-minh-chung", "evidence_on"),
    ("tep", "files"),
    ("ton-tai", "text"),
    ("muc-do", "severity"),
    ("can-cu", "basis"),
    ("khac-phuc", "remedy"),
    ("trach-nhiem", "unit"),
    ("so-ngay", "days"),
    ("tom-tat", "text"),
    ("dai-dien", "present"),
    ("y-kien", "text"),
    ("nguoi-ky", "signer"),
    ("chuc-vu", "post"),
    ("ngay-ky", "on"),
    ("ban-ky", "scan"),
    ("ket-luan", "conclusion"),
    ("so", "number"),
    ("ngay", "on"),
    ("noi-dung", "subject"),
    ("cau", "item"),
];

fn named(error: Error) -> Error {
    renamed(error, &NAMES)
}

/// What an act answers with: the inspection as it stands then.
type Done = Result<One<WholeInspection>>;

async fn open(ctx: Ctx, _: Nothing, body: OpenIn) -> Result<Created<WholeInspection>> {
    let form = Sent::new()
        .with("khoa", Some(body.key))
        .with("ke-hoach", body.plan)
        .with("tiep", body.follows)
        .with("co-quan", Some(body.agency))
        .with("don-vi", Some(body.unit))
        .with("noi-dung", Some(body.subject))
        .with("ly-do", body.reason)
        .with("quyet-dinh", Some(body.decision))
        .with("ngay-quyet-dinh", Some(body.decided_on.0))
        .with("thoi-ky-tu", Some(body.period_from.0))
        .with("thoi-ky-den", Some(body.period_to.0))
        .with("tu", Some(body.from_on.0))
        .with("den", Some(body.to_on.0))
        .form();
    let id = new::opened(&ctx, &form).await.map_err(named)?;
    let One(body) = whole(&ctx, id).await?;
    Ok(Created { at: format!("{}/inspections/{id}", platform::api::PREFIX), body })
}

async fn join(ctx: Ctx, path: ById, body: MemberIn) -> Done {
    let form = seen(body.version)
        .with("ten", Some(body.name))
        .with("co-quan", Some(body.agency))
        .with("nhiem-vu", body.duty)
        .ticked("truong-doan", body.head)
        .form();
    team::joined(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn leave(ctx: Ctx, path: ById, body: LeaveIn) -> Done {
    team::left(&ctx, (path.id, body.member), &seen(body.version).form()).await?;
    whole(&ctx, path.id).await
}

async fn checklist(ctx: Ctx, path: ById, body: FieldsIn) -> Done {
    let sent = body.fields.iter().fold(seen(body.version), |sent, field| sent.with("linh-vuc", Some(field)));
    team::loaded(&ctx, path.id, &sent.form()).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn notice(ctx: Ctx, path: ById, body: SeenIn) -> Done {
    team::noticed(&ctx, path.id, &seen(body.version).form()).await?;
    whole(&ctx, path.id).await
}

async fn answer(ctx: Ctx, path: ById, body: AnswerIn) -> Done {
    let form = seen(body.version)
        .with("tra-loi", Some(body.answer))
        .with("ghi-chu", body.note)
        .with("lien-ket", body.record)
        .with("ngay-minh-chung", body.evidence_on.map(|on| on.0))
        .files("tep", "files", &body.files)?
        .form();
    let of = item::answered(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, of).await
}

async fn find(ctx: Ctx, path: ById, body: FindingIn) -> Result<Created<WholeFinding>> {
    let form = Sent::new()
        .with("khoa", Some(body.key))
        .with("cau", body.item)
        .with("ton-tai", Some(body.text))
        .with("muc-do", Some(body.severity))
        .with("can-cu", body.basis)
        .with("khac-phuc", Some(body.remedy))
        .with("trach-nhiem", Some(body.unit))
        .with("so-ngay", body.days)
        .form();
    let id = finding_new::written(&ctx, path.id, &form).await.map_err(named)?;
    let One(body) = told(&ctx, id).await?;
    Ok(Created { at: format!("{}/inspection-findings/{id}", platform::api::PREFIX), body })
}

async fn remove(ctx: Ctx, path: ById, body: SeenIn) -> Done {
    let of = finding_new::removed(&ctx, path.id, &seen(body.version).form()).await?;
    whole(&ctx, of).await
}

async fn minute(ctx: Ctx, path: ById, body: MinutesIn) -> Done {
    let form = seen(body.version).with("tom-tat", Some(body.text)).with("dai-dien", body.present).form();
    minutes::minuted(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn object(ctx: Ctx, path: ById, body: TextIn) -> Done {
    let form = seen(body.version).with("y-kien", Some(body.text)).form();
    minutes::objected(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn answer_objection(ctx: Ctx, path: ById, body: TextIn) -> Done {
    let form = seen(body.version).with("tra-loi", Some(body.text)).form();
    minutes::answered(&ctx, path.id, &form).await.map_err(|e| named(renamed(e, &[("tra-loi", "text")])))?;
    whole(&ctx, path.id).await
}

/// Keeps the signature of a side, named as the page's address does.
async fn sign(ctx: &Ctx, (id, side): (i64, &str), body: SignIn) -> Done {
    let form = seen(body.version)
        .with("nguoi-ky", Some(body.signer))
        .with("chuc-vu", Some(body.post))
        .with("ngay-ky", Some(body.on.0))
        .files("ban-ky", "scan", &[body.scan])?
        .form();
    minutes::signed(ctx, (id, side), &form).await.map_err(named)?;
    whole(ctx, id).await
}

async fn sign_team(ctx: Ctx, path: ById, body: SignIn) -> Done {
    sign(&ctx, (path.id, "doan"), body).await
}

async fn sign_unit(ctx: Ctx, path: ById, body: SignIn) -> Done {
    sign(&ctx, (path.id, "don-vi"), body).await
}

async fn not_signed(ctx: Ctx, path: ById, body: WhyIn) -> Done {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    minutes::noted_unsigned(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn conclude_it(ctx: Ctx, path: ById, body: ConclusionIn) -> Done {
    let form = seen(body.version).with("ket-luan", Some(body.conclusion)).form();
    conclude::drafted(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn give_back(ctx: Ctx, path: ById, body: WhyIn) -> Done {
    let form = seen(body.version).with("ly-do", Some(body.reason)).form();
    conclude::given_back(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn publish(ctx: Ctx, path: ById, body: PublishIn) -> Done {
    let form = seen(body.version).with("so", Some(body.number)).with("ngay", Some(body.on.0)).form();
    conclude::published(&ctx, path.id, &form).await.map_err(named)?;
    whole(&ctx, path.id).await
}

async fn close(ctx: Ctx, path: ById, body: SeenIn) -> Done {
    conclude::closed(&ctx, path.id, &seen(body.version).form()).await?;
    whole(&ctx, path.id).await
}
