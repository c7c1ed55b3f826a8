//! What ships as data holds together: the trees of agencies, the procedures' units, and what the decision does not say.

use crate::city::City;
use contracts::final_review::{ReformInspections, ReformMoney, ReportsOnTime};
use contracts::procedures::{Catalogue, Level};
use kernel::Day;
use std::sync::Arc;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[tokio::test]
async fn the_city_of_two_tiers_has_thirty_one_wards_and_seventy_two_communes() {
    let city = City::new().await;
    let directory = city.app.directory();
    let count = |type_: &str| {
        let of_type = format!("Ủy ban nhân dân {type_} ");
        directory
            .in_force(day("2025-07-01"))
            .filter(|a| a.kind == "commune" && a.name.starts_with(&of_type))
            .count()
    };
    assert_eq!((count("phường"), count("xã")), (31, 72));
    assert_eq!(directory.by_code("xa-phong-dien").unwrap().short_name, "Xã Phong Điền");
    assert_eq!(directory.by_code("phuong-tan-loc-2025").unwrap().short_name, "Phường Tân Lộc");
}

/// The division a procedure means in a district: "A (huyện: B)" is A in an urban, B in a rural one.
fn division(unit: &str, rural: bool) -> &str {
    match unit.split_once(" (huyện: ") {
        Some((_, other)) if rural => other.trim_end_matches(')'),
        Some((urban, _)) => urban,
        None => unit,
    }
}

#[tokio::test]
async fn every_division_a_district_procedure_names_stands_in_every_district() {
    let city = City::new().await;
    let on = day("2013-06-10");
    let directory = city.app.directory();
    let catalogue: Arc<dyn Catalogue> = city.app.port().unwrap();
    let districts: Vec<_> = directory.in_force(on).filter(|a| a.kind == "district").collect();
    assert_eq!(districts.len(), 9);
    let mut named = 0;
    for version in catalogue.all_in_force(&city.app, on).await.unwrap() {
        if version.body.level != Level::District {
            continue;
        }
        let units = version.body.process.iter().filter_map(|s| s.unit.as_deref());
        for unit in units.filter(|u| u.starts_with("Phòng ") || u.starts_with("Văn phòng ")) {
            named += 1;
            for district in &districts {
                let name = division(unit, district.code.starts_with("huyen-"));
                assert!(
                    directory.children(district.id).any(|a| a.in_force(on) && a.name.starts_with(name)),
                    "{}: no {name} in {}",
                    version.body.code,
                    district.short_name
                );
            }
        }
    }
    assert!(named > 30, "{named}");
}

#[tokio::test]
async fn the_page_of_an_item_tells_named_from_inferred_cooperation() {
    let city = City::new().await;
    let inferred = "suy ra từ nội dung việc";
    let stranger = city.stranger();
    let named = stranger.get("/chuong-trinh/IV.2.g-2").await.expect(200).text();
    assert!(named.contains("BHXH TP") && !named.contains(inferred), "{named}");
    let ours = stranger.get("/chuong-trinh/IV.2.c-1").await.expect(200).text();
    assert!(ours.contains(inferred), "{ours}");
}

#[tokio::test]
async fn a_review_of_the_programme_finds_who_keeps_reports_money_and_inspections() {
    let city = City::new().await;
    let app = &city.app;
    let money = app.port::<Arc<dyn ReformMoney>>().unwrap();
    assert_eq!(money.of_year(app, 2013).await.unwrap(), None);
    let inspections = app.port::<Arc<dyn ReformInspections>>().unwrap();
    assert_eq!(inspections.of_year(app, 2013).await.unwrap(), None);
    let reports = app.port::<Arc<dyn ReportsOnTime>>().unwrap();
    assert!(reports.of_year(app, 2013).await.unwrap().is_empty(), "nobody has begun a report");
    let writer = city.staff("specialist", "quan-ninh-kieu").await;
    let begin = [("co-quan", "quan-ninh-kieu"), ("nam", "2013"), ("ky", "quarter:1")];
    writer.post("/bao-cao-cchc/lap", &begin).await.expect(303);
    let found = reports.of_year(app, 2013).await.unwrap();
    let own = found.iter().find(|of| of.agency_id == city.agency("quan-ninh-kieu")).unwrap();
    // By the rules that ship the first quarter and five months are over on 10 June; of the months nobody began a report.
    assert_eq!((own.due, own.on_time), (1, 0));
    assert!(found.iter().any(|of| of.agency_id == city.agency("so-noi-vu") && of.due == 1), "{found:?}");
    let list = writer.get(&format!("{}&dang=csv", own.href)).await.expect(200).body;
    assert_eq!(list.lines().skip(1).filter(|line| !line.is_empty()).count(), 1, "{list}");
}

#[test]
fn every_indicator_that_a_shipped_tree_names_is_declared_and_inspections_are_measured() {
    let declared: Vec<&str> = motcua::slices().iter().flat_map(|s| s.indicators).map(|i| i.code).collect();
    for (tree, text) in [
        ("department", include_str!("../../../data/par_index/department-2013.yaml")),
        ("district", include_str!("../../../data/par_index/district-2013.yaml")),
        ("commune", include_str!("../../../data/par_index/commune-2013.yaml")),
    ] {
        let named: Vec<&str> =
            text.lines().filter_map(|line| line.trim().strip_prefix("indicator: ")).collect();
        assert!(named.contains(&"inspections.units_inspected_share"), "{tree}: {named:?}");
        for code in named {
            assert!(declared.contains(&code), "{tree} names {code}, which no slice declares");
        }
    }
    let programme = include_str!("../../../programmes/can-tho-2011-2015/programme.yaml");
    let named: Vec<&str> =
        programme.lines().filter_map(|line| line.trim().strip_prefix("indicator: ")).collect();
    for code in named.into_iter().filter(|code| *code != "null") {
        assert!(declared.contains(&code), "the programme names {code}, which no slice declares");
    }
    let outline = include_str!("../../../pillars/steering/src/reports/templates/bao-cao-cchc.yaml");
    let measured = outline.split("indicator: ").skip(1).filter_map(|rest| rest.split([',', '}']).next());
    for code in measured {
        assert!(declared.contains(&code), "the outline of reports names {code}, which no slice declares");
    }
}
