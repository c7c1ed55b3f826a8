//! The demo city's reviews: the interim review of 2013, announced, and the final review of the whole programme at work, with chapters
//! at every stage, causes written and owed, award proposals agreed on and waiting.

use super::acts;
use super::dated;
use super::gather;
use super::rules::{Kind, Verdict};
use super::store::awards;
use super::store::chapters;
use super::store::figures;
use super::store::reviews::{self, NewReview, Review};
use contracts::programme::{Programme, Programmes};
use kernel::Day;
use platform::error::{Error, Result};
use platform::{Actor, App, Tx};
use std::sync::Arc;

const APPROVER: &str = "Phan Quốc Cường";
const TEXT: &str = "Trong giai đoạn, cơ quan đã tham mưu ban hành và tổ chức thực hiện kế hoạch hằng năm; kết quả cụ thể thể hiện ở \
                    bảng chỉ tiêu và bảng công việc theo năm.\nTồn tại: một số nhiệm vụ chậm tiến độ do kinh phí bố trí muộn.";
const CAUSE: &str =
    "Nhiều hồ sơ phải lấy ý kiến liên ngành; phần mềm một cửa mới triển khai ở một số đơn vị trong kỳ.";

/// Builds them, once.
pub(super) async fn build(app: App) -> Result<()> {
    if reviews::count(&app.store).await? > 0 {
        return Ok(());
    }
    let Ok(port) = app.port::<Arc<dyn Programmes>>() else { return Ok(()) };
    let Some(programme) = port.current(&app).await? else { return Ok(()) };
    let today = app.clock.now().day();
    let middle = Day::ymd(2013, 12, 31).ok_or_else(|| Error::fault("demo", "no day"))?;
    if middle < today {
        let interim = NewReview {
            name: "Sơ kết Chương trình cải cách hành chính giai đoạn 2011 - 2013".to_owned(),
            ..plan(&app, &programme, Kind::Interim, (middle, middle.plus_days(25)))?
        };
        let id = begin(&app, &interim).await?;
        let tx = app.store.write(&Actor::system()).await?;
        written(&app, &tx, id, true).await?;
        acts::submit(&app, &tx, &reviews::get(&tx, id).await?).await?;
        let on = middle.plus_days(40);
        acts::approve(&tx, &reviews::get(&tx, id).await?, (0, APPROVER), ("15/BC-UBND", on)).await?;
        acts::publish(&tx, &reviews::get(&tx, id).await?).await?;
        reviews::backdate(&tx, id, middle.plus_days(20)).await?;
        tx.commit().await?;
    }
    let whole = NewReview {
        name: "Tổng kết Chương trình cải cách hành chính giai đoạn 2011 - 2015".to_owned(),
        ..plan(&app, &programme, Kind::Final, (today, today.plus_days(12)))?
    };
    let id = begin(&app, &whole).await?;
    let tx = app.store.write(&Actor::system()).await?;
    written(&app, &tx, id, false).await?;
    tx.commit().await
}

/// A review of a programme: an interim one until the day of its figures, a final one of all its days.
fn plan(app: &App, programme: &Programme, kind: Kind, (as_of, due): (Day, Day)) -> Result<NewReview> {
    let today = app.clock.now().day();
    let owner = app.directory().root(today).map(|a| a.id).ok_or_else(|| Error::fault("demo", "no city"))?;
    let last = if kind == Kind::Interim { as_of } else { programme.to };
    Ok(NewReview {
        owner,
        lead: dated::lead(app, owner, today)?,
        kind,
        name: String::new(),
        programme: (programme.code.clone(), programme.name.clone()),
        days: (programme.from, last),
        as_of,
        due,
    })
}

/// Begins a review and freezes its figures.
async fn begin(app: &App, new: &NewReview) -> Result<i64> {
    let tx = app.store.write(&Actor::system()).await?;
    let id = acts::begin(app, &tx, new).await?;
    tx.commit().await?;
    let review = reviews::get(&app.store, id).await?;
    let all = gather::gather(app, &review, new.as_of).await?;
    let tx = app.store.write(&Actor::system()).await?;
    acts::freeze(&tx, &review, new.as_of, &all).await?;
    tx.commit().await?;
    Ok(id)
}

/// Chapters, causes and award proposals: all of them, or some at every stage.
async fn written(app: &App, tx: &Tx, id: i64, complete: bool) -> Result<()> {
    let review = reviews::get(tx, id).await?;
    for (turn, chapter) in chapters::of_review(tx, id).await?.into_iter().enumerate() {
        let stage = if complete { 4 } else { turn % 5 };
        if stage == 0 {
            continue;
        }
        acts::write_chapter(tx, &review, &chapter, TEXT).await?;
        if stage == 1 {
            continue;
        }
        let chapter = chapters::get(tx, chapter.id).await?;
        acts::submit_chapter(app, tx, &review, &chapter, "Thủ trưởng cơ quan").await?;
        let chapter = chapters::get(tx, chapter.id).await?;
        match stage {
            3 => acts::give_back_chapter(app, tx, &review, &chapter, "Chưa nêu bài học kinh nghiệm").await?,
            4 => acts::accept(tx, &review, &chapter).await?,
            _ => {}
        }
    }
    let missed =
        figures::of_review(tx, id).await?.into_iter().filter(|f| f.verdict() == Some(Verdict::Missed));
    for (turn, figure) in missed.enumerate() {
        if complete || turn % 3 != 2 {
            acts::set_cause(tx, &review, &figure, CAUSE).await?;
        }
    }
    award(app, tx, &review, complete).await
}

/// The agencies with the highest class most often are proposed.
async fn award(app: &App, tx: &Tx, review: &Review, complete: bool) -> Result<()> {
    let found = acts::grounds(app, review, None).await?;
    let mut best: Vec<i64> = found.iter().filter(|r| r.highest).map(|r| r.agency_id).collect();
    best.sort_unstable();
    best.dedup();
    best.truncate(3);
    for agency in best {
        let own: Vec<_> = found.iter().filter(|r| r.agency_id == agency).cloned().collect();
        let reason = "Nhiều năm dẫn đầu thi đua cải cách hành chính trong nhóm.";
        acts::propose_award(app, tx, review, (agency, ""), (&own, reason)).await?;
    }
    for (turn, award) in awards::of_review(tx, review.id).await?.iter().enumerate() {
        if complete || turn == 0 {
            acts::decide_award(tx, review, award, 0, (true, "")).await?;
        }
    }
    Ok(())
}
