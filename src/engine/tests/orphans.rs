//! What has to hold for every case after every step.

use super::Street;
use crate::domain::case::CaseState;
use crate::domain::timer::TimerKind;

impl Street {
    /// No case is ever without somebody or something that moves it on.
    pub(super) fn check(&self) {
        for case in self.cases.values() {
            let timers = |kind| {
                let of_case = self.timers.iter().filter(|timer| timer.case == case.id);
                of_case.filter(|timer| timer.kind == kind).count()
            };
            let pending =
                (timers(TimerKind::AcceptBy), timers(TimerKind::AnswerBy), timers(TimerKind::CallBack));
            let expected = match case.state {
                CaseState::Offered => (1, 1, 0),
                CaseState::Claimed | CaseState::Referred => (0, 1, 0),
                CaseState::Closed => (0, 0, 1),
                CaseState::Filed => (0, 0, 0),
            };
            assert_eq!(pending, expected, "timers of {case:?}");
            assert_eq!(case.outcome.is_some(), !case.is_open(), "{case:?}");
            assert_eq!(case.closed_at.is_some(), !case.is_open(), "{case:?}");
            match case.state {
                CaseState::Offered => assert_eq!(case.owner, None),
                CaseState::Claimed | CaseState::Referred => {
                    assert!(case.owner.is_some() && case.claimed_at.is_some());
                }
                CaseState::Closed | CaseState::Filed => {}
            }
        }
    }
}
