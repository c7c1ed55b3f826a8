//! Who is called next: priority by law, then appointments near their time, then arrival. Walk-ins and appointments wait in one queue.

use kernel::Moment;

/// A ticket that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Its id.
    pub id: i64,
    /// Rank of its priority, 1 first; none: an ordinary one.
    pub rank: Option<i64>,
    /// The moment of its appointment.
    pub due: Option<Moment>,
    /// Since when it stands in the queue.
    pub queued: Moment,
}

/// The tickets in the order in which they are called at a moment.
///
/// An appointment goes before walk-ins from `early` minutes before its time; until then it waits by its arrival like everybody.
/// Who comes after its time, or comes back after a call that was missed, does not overtake the appointments that were there.
pub fn ordered(mut waiting: Vec<Waiting>, now: Moment, early: i64) -> Vec<i64> {
    waiting.sort_by_key(|ticket| place(ticket, now, early));
    waiting.into_iter().map(|ticket| ticket.id).collect()
}

/// Class, rank within it, and the moment that decides among equals; the id breaks ties, so that every desk sees one order.
fn place(ticket: &Waiting, now: Moment, early: i64) -> (u8, i64, Moment, i64) {
    let near = ticket.due.filter(|due| due.plus_minutes(-early) <= now);
    match (ticket.rank, near) {
        (Some(rank), _) => (0, rank, ticket.queued, ticket.id),
        (None, Some(due)) => (1, 0, due.max(ticket.queued), ticket.id),
        (None, None) => (2, 0, ticket.queued, ticket.id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(minute: i64) -> Moment {
        Moment::from_micros(0).plus_minutes(minute)
    }

    fn ticket(id: i64, queued: i64) -> Waiting {
        Waiting { id, rank: None, due: None, queued: at(queued) }
    }

    #[test]
    fn priority_goes_first_then_the_appointment_near_its_time_then_arrival() {
        let early = ticket(1, 0);
        let booked = Waiting { due: Some(at(30)), ..ticket(2, 20) };
        let elderly = Waiting { rank: Some(2), ..ticket(3, 25) };
        let disabled = Waiting { rank: Some(1), ..ticket(4, 26) };
        let all = vec![early, booked, elderly, disabled];
        assert_eq!(ordered(all.clone(), at(28), 10), [4, 3, 2, 1]);
        assert_eq!(ordered(all, at(15), 10), [4, 3, 1, 2], "an hour too early it waits by its arrival");
    }

    #[test]
    fn an_appointment_that_missed_its_call_does_not_overtake_the_one_that_waits() {
        let back = Waiting { due: Some(at(30)), ..ticket(1, 42) };
        let waits = Waiting { due: Some(at(35)), ..ticket(2, 20) };
        assert_eq!(ordered(vec![back, waits, ticket(3, 0)], at(45), 10), [2, 1, 3]);
    }

    proptest! {
        #[test]
        fn every_ticket_is_called_once_and_walk_ins_by_arrival(
            queued in proptest::collection::vec(0i64..500, 0..40), now in 0i64..600,
        ) {
            let tickets: Vec<Waiting> = (1i64..).zip(&queued).map(|(id, at)| ticket(id, *at)).collect();
            let order = ordered(tickets.clone(), at(now), 10);
            let mut ids = order.clone();
            ids.sort_unstable();
            prop_assert_eq!(ids, tickets.iter().map(|t| t.id).collect::<Vec<_>>());
            let arrival = |id: i64| tickets.iter().find(|t| t.id == id).map(|t| (t.queued, id));
            prop_assert!(order.windows(2).all(|two| arrival(two[0]) < arrival(two[1])));
        }
    }
}
