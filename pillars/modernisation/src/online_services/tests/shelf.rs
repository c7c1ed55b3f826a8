//! Papers of the person's own shelf in place of files: one tick, and the dossier says where they are from.

use super::{ANSWERS, PEOPLE, Scene, scene};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::procedures::Procedure;
use contracts::shelf::{HeldPaper, PersonsShelf, Taking};
use kernel::Day;
use platform::error::Result;
use platform::{App, Ctx, Permission, Refusal, Tx};
use std::sync::{Arc, Mutex};

/// A shelf with the paper on the place of residence; what was taken from it; whether it still serves.
#[derive(Default)]
struct Shelf {
    taken: Mutex<Vec<(i64, String, bool)>>,
    gone: Mutex<bool>,
}

#[async_trait]
impl PersonsShelf for Shelf {
    async fn own(&self, ctx: &Ctx, _: &Procedure) -> Result<Vec<HeldPaper>> {
        self.all(ctx).await
    }
    async fn all(&self, _: &Ctx) -> Result<Vec<HeldPaper>> {
        if *self.gone.lock().unwrap() {
            return Ok(Vec::new());
        }
        Ok(vec![HeldPaper {
            id: 9,
            component: "cho-o".into(),
            kind: "cho-o".into(),
            name: "Hợp đồng thuê nhà".into(),
            number: "31/HĐ".into(),
            agency: "Phường An Cư".into(),
            on: "2012-05-02".parse().unwrap(),
            valid_to: "2013-05-02".parse().ok(),
            file: None,
        }])
    }
    fn kinds(&self, _: &App, _: Day) -> Result<Vec<(String, String)>> {
        Ok(Vec::new())
    }
    async fn at_counter(
        &self,
        _: &Ctx,
        _: (&str, &str),
        _: &Procedure,
        _: (Permission, i64),
    ) -> Result<Vec<HeldPaper>> {
        Ok(Vec::new())
    }
    async fn take(&self, _: &App, _: &Tx, taking: &Taking<'_>) -> Result<()> {
        if *self.gone.lock().unwrap() {
            return Err(Refusal::new("online-services-shelf-gone").into());
        }
        let own = taking.owner.account_id.is_some() && !taking.owner.by_proxy;
        self.taken.lock().unwrap().push((taking.paper, taking.component.to_owned(), own));
        Ok(())
    }
}

/// A draft up to its papers, over a shelf.
async fn at_papers(scene: &Scene, people: &[(&str, &str)]) -> (Arc<Shelf>, String) {
    let shelf = Arc::new(Shelf::default());
    scene.city.app.provide::<Arc<dyn PersonsShelf>>(shelf.clone());
    let draft = scene.begin().await;
    assert_eq!(scene.post(&format!("{draft}/nguoi-nop"), people).await.status, StatusCode::SEE_OTHER);
    assert_eq!(scene.post(&format!("{draft}/to-khai"), ANSWERS).await.status, StatusCode::SEE_OTHER);
    (shelf, draft)
}

#[tokio::test]
async fn one_tick_takes_a_paper_from_the_shelf_instead_of_a_file() {
    let scene = scene().await;
    let (shelf, draft) = at_papers(&scene, PEOPLE).await;
    let start = scene.get("/nop-ho-so/CU-01").await.html;
    assert!(start.contains("không phải nộp lại, kho của bạn đã có Hợp đồng thuê nhà"), "{start}");
    let page = scene.get(&format!("{draft}/giay-to")).await.html;
    assert!(page.contains("Bạn đã có Hợp đồng thuê nhà, số 31/HĐ") && page.contains("02/05/2013"), "{page}");
    let sent = scene.post(&format!("{draft}/giay-to"), &[("kho.cho-o", "9")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert!(scene.get(&format!("{draft}/giay-to")).await.html.contains("checked"), "it stays ticked");
    let check = scene.get(&format!("{draft}/kiem-tra")).await.html;
    assert!(check.contains("Lấy từ kho giấy tờ: Hợp đồng thuê nhà"), "{check}");
    let filed = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    assert_eq!(filed.status, StatusCode::SEE_OTHER, "{}", filed.html);
    assert_eq!(*shelf.taken.lock().unwrap(), [(9, "cho-o".to_owned(), true)]);
    let filings = scene.desk.0.lock().unwrap();
    let paper = filings[0].papers.iter().find(|p| p.component == "cho-o").unwrap();
    assert_eq!((paper.given.as_str(), paper.file.is_none()), ("electronic", true));
    assert!(paper.note.as_deref().unwrap().contains("31/HĐ"));
}

#[tokio::test]
async fn unticked_the_paper_is_asked_for_again() {
    let scene = scene().await;
    let (_, draft) = at_papers(&scene, PEOPLE).await;
    scene.post(&format!("{draft}/giay-to"), &[("kho.cho-o", "9")]).await;
    let bare = scene.post(&format!("{draft}/giay-to"), &[]).await;
    assert_eq!(bare.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = scene.post(&format!("{draft}/giay-to"), &[("kho.cho-o", "8")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("không còn dùng được từ kho"), "{}", wrong.html);
}

#[tokio::test]
async fn who_files_for_another_is_not_offered_their_own_papers() {
    let scene = scene().await;
    let other = [
        ("cho_ai", "nguoi_khac"),
        ("nop_ho_ten", "Lê Thị Mai"),
        ("nop_so_giay_to", "361234567"),
        ("nop_dia_chi", "12 Hòa Bình"),
        ("nop_dien_thoai", "0912 345 678"),
        ("chu_ho_ten", "Trần Văn Tư"),
        ("chu_so_giay_to", "361234568"),
        ("chu_dia_chi", "14 Hòa Bình"),
        ("chu_dien_thoai", "0912 345 679"),
    ];
    let (_, draft) = at_papers(&scene, &other).await;
    let page = scene.get(&format!("{draft}/giay-to")).await.html;
    assert!(!page.contains("Hợp đồng thuê nhà"), "{page}");
    let sent = scene.post(&format!("{draft}/giay-to"), &[("kho.cho-o", "9")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_paper_that_ended_meanwhile_refuses_the_filing_and_the_draft_stays() {
    let scene = scene().await;
    let (shelf, draft) = at_papers(&scene, PEOPLE).await;
    scene.post(&format!("{draft}/giay-to"), &[("kho.cho-o", "9")]).await;
    *shelf.gone.lock().unwrap() = true;
    let filed = scene.post(&format!("{draft}/nop"), &[("phien_ban", "5"), ("cam_doan", "1")]).await;
    assert_eq!(filed.status, StatusCode::CONFLICT, "{}", filed.html);
    assert_eq!(
        scene.get(&format!("{draft}/giay-to")).await.status,
        StatusCode::OK,
        "the draft is open still"
    );
}
