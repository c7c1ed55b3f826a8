//! Yearly plans: units by risk with their figures, the draw that anybody can do again, by hand with a reason, the second person.

use super::super::rules::draw;
use super::scene::{City, SECOND, TEAM};
use async_trait::async_trait;
use axum::http::StatusCode;
use contracts::par_index::{PublishedIndex, PublishedIndexes};
use platform::App;
use std::sync::Arc;

const DAYS: [(&str, &str); 2] = [("tu", "2013-03-01"), ("den", "2013-10-31")];
const APPROVAL: [(&str, &str); 2] = [("quyet-dinh", "Quyết định số 15/QĐ-SNV"), ("ngay", "2013-02-04")];

async fn begun(city: &City, team: &str) -> String {
    city.done("/kiem-tra-cchc/ke-hoach/lap", team, &[("co-quan", "so-noi-vu"), ("nam", "2013")]).await
}

#[tokio::test]
async fn the_unit_late_with_its_dossiers_comes_first_with_the_records_behind_its_risk() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let plan = begun(&city, &team).await;
    let (_, page) = city.get(&format!("{plan}/rui-ro"), &team).await;
    let (district, justice) = (page.find("Quận Một").unwrap(), page.find("Sở Tư pháp").unwrap());
    assert!(district < justice, "70 per cent on time is a greater risk than 95");
    assert!(page.contains("/ho-so-cua/3") && page.contains("chưa đo được, không tính"), "{page}");
    assert!(page.contains("chưa kiểm tra lần nào"), "no years are made up: {page}");
    let none = city.post(&format!("{plan}/rui-ro"), &team, &DAYS).await;
    assert_eq!(none.0, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = [DAYS[0], DAYS[1], ("don-vi", "quan-mot")];
    city.done(&format!("{plan}/rui-ro"), &team, &taken).await;
    // Late dossiers 100 points of 30, never inspected 100 of 15; nothing else is measured.
    assert_eq!(city.number("SELECT risk FROM inspection_choice").await, 10_000);
}

struct Indexes;

#[async_trait]
impl PublishedIndexes for Indexes {
    async fn of_year(&self, _: &App, year: i32) -> platform::Result<Vec<PublishedIndex>> {
        let of = |agency_id, index| {
            let href = format!("/chi-so-cchc/ket-qua/{agency_id}");
            PublishedIndex { agency_id, index, place: Some(1), href }
        };
        // The district and the commune below it.
        Ok(if year == 2012 { vec![of(3, 640_000), of(5, 980_000)] } else { Vec::new() })
    }
}

#[tokio::test]
async fn the_index_of_a_unit_is_its_own_not_the_mean_with_those_below_it() {
    let city = City::new().await;
    let indexes: Arc<dyn PublishedIndexes> = Arc::new(Indexes);
    city.city.app.provide(indexes);
    let day = "2013-02-04".parse().unwrap();
    let own =
        super::super::figures::figure(&city.city.app, "par_index_score", 3, day).await.unwrap().unwrap();
    assert_eq!((own.value, own.count, own.href.as_str()), (64.0, 1, "/chi-so-cchc/ket-qua/3"));
}

#[tokio::test]
async fn a_draw_keeps_its_seed_and_is_done_again_before_the_readers_eyes() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let plan = begun(&city, &team).await;
    let wanted = [DAYS[0], DAYS[1], ("so-luong", "1")];
    let shown = city.done(&format!("{plan}/rut-tham"), &team, &wanted).await;
    let kept = super::super::store::plans::draw(&city.city.app.store, 1).await.unwrap();
    let pool: Vec<String> = kept.pool.split(',').map(str::to_owned).collect();
    assert_eq!(pool, ["quan-mot", "so-tu-phap"], "the department's sisters, not itself");
    assert_eq!(draw(&kept.seed, &pool, 1).join(","), kept.chosen);
    let (_, page) = city.get(&shown, &team).await;
    assert!(page.contains(&kept.seed) && page.contains("Tính lại khớp"), "{page}");
    let tx = city.city.app.store.housekeeping().await.unwrap();
    let other = if kept.chosen == "quan-mot" { "so-tu-phap" } else { "quan-mot" };
    tx.exec("UPDATE inspection_draw SET chosen = $1", vec![other.into()]).await.unwrap();
    tx.commit().await.unwrap();
    let (_, page) = city.get(&shown, &team).await;
    assert!(page.contains("Tính lại không khớp"), "a draw that was tampered with is seen");
}

#[tokio::test]
async fn a_draw_is_everybodys_once_its_edition_of_the_plan_is_approved() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let second = city.staff("giam-doc", 2, &SECOND).await;
    let plan = begun(&city, &team).await;
    let wanted = [DAYS[0], DAYS[1], ("so-luong", "1")];
    city.done(&format!("{plan}/rut-tham"), &team, &wanted).await;
    city.done(&format!("{plan}/trinh"), &team, &[]).await;
    assert_eq!(city.get("/ket-luan-kiem-tra/rut-tham/1", "").await.0, StatusCode::NOT_FOUND);
    city.done(&format!("{plan}/duyet"), &second, &APPROVAL).await;
    let (status, page) = city.get("/ket-luan-kiem-tra/rut-tham/1", "").await;
    let kept = super::super::store::plans::draw(&city.city.app.store, 1).await.unwrap();
    assert!(
        status == StatusCode::OK && page.contains(&kept.seed) && page.contains("Tính lại khớp"),
        "{page}"
    );
    assert!(!page.contains("Cán bộ noi-vu"), "the public page names nobody");
    city.done(&format!("{plan}/dieu-chinh"), &team, &[("ly-do", "Thêm đơn vị")]).await;
    city.done(&format!("{plan}/rut-tham"), &team, &wanted).await;
    assert_eq!(city.get("/ket-luan-kiem-tra/rut-tham/2", "").await.0, StatusCode::NOT_FOUND, "being amended");
    let (_, list) = city.get("/ket-luan-kiem-tra/rut-tham", "").await;
    assert!(list.contains("/rut-tham/1") && !list.contains("/rut-tham/2"), "{list}");
}

#[tokio::test]
async fn a_plan_is_sent_with_enough_units_and_approved_by_a_second_person() {
    let city = City::new().await;
    let both = city.staff("mot-minh", 2, &[TEAM[0], TEAM[1], SECOND[1]]).await;
    let second = city.staff("giam-doc", 2, &SECOND).await;
    let plan = begun(&city, &both).await;
    let twice =
        city.post("/kiem-tra-cchc/ke-hoach/lap", &both, &[("co-quan", "so-noi-vu"), ("nam", "2013")]).await;
    assert_eq!(twice.0, StatusCode::CONFLICT);
    let few = city.post(&format!("{plan}/trinh"), &both, &[]).await;
    assert!(few.0 == StatusCode::CONFLICT && few.1.contains("cần ít nhất 1"), "{}", few.1);
    let bare = [DAYS[0], DAYS[1], ("don-vi", "quan-mot")];
    let (status, page) = city.post(&format!("{plan}/them"), &both, &bare).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && page.contains("2013-03-01"), "{page}");
    let hand = [DAYS[0], DAYS[1], ("don-vi", "quan-mot"), ("ly-do", "Báo chí phản ánh")];
    city.done(&format!("{plan}/them"), &both, &hand).await;
    let outside = [DAYS[0], DAYS[1], ("don-vi", "phuong-mot"), ("ly-do", "x")];
    assert_eq!(city.post(&format!("{plan}/them"), &both, &outside).await.0, StatusCode::CONFLICT);
    city.done(&format!("{plan}/trinh"), &both, &[]).await;
    let own = city.post(&format!("{plan}/duyet"), &both, &APPROVAL).await;
    assert!(own.0 == StatusCode::CONFLICT && own.1.contains("người khác phải quyết định"), "{}", own.1);
    city.done(&format!("{plan}/tra-lai"), &second, &[("ly-do", "Thêm một phường")]).await;
    city.done(&format!("{plan}/trinh"), &both, &[]).await;
    city.done(&format!("{plan}/duyet"), &second, &APPROVAL).await;
    let (in_force, draft) = (format!("{plan}/in"), format!("{plan}/in?ban=du-thao"));
    let (_, paper) = city.get(&in_force, &both).await;
    city.done(&format!("{plan}/dieu-chinh"), &both, &[("ly-do", "Đổi đơn vị")]).await;
    city.done(&format!("{plan}/bo/3"), &both, &[("ly-do", "Trùng cuộc thanh tra")]).await;
    assert!(city.get(&in_force, &both).await.1 == paper, "what is in force is printed as before");
    let (_, amended) = city.get(&draft, &both).await;
    assert!(amended.starts_with("%PDF-") && amended != paper, "the draft is a paper of its own");
    assert!(city.get(&plan, &both).await.1.contains("In dự thảo sửa đổi"));
    assert_eq!(city.number("SELECT COUNT(*) FROM inspection_choice WHERE edition = 1").await, 1, "in force");
    assert_eq!(city.number("SELECT COUNT(*) FROM inspection_choice WHERE edition = 2").await, 0, "amended");
}

#[tokio::test]
async fn a_plan_is_closed_to_who_has_no_right_over_its_agency() {
    let city = City::new().await;
    let team = city.staff("noi-vu", 2, &TEAM).await;
    let plan = begun(&city, &team).await;
    let far = city.staff("quan", 3, &TEAM).await;
    for path in [plan.clone(), format!("{plan}/rui-ro"), format!("{plan}/rut-tham")] {
        assert_eq!(city.get(&path, &far).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(city.post(&format!("{plan}/trinh"), &far, &[]).await.0, StatusCode::NOT_FOUND);
}
