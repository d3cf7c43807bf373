//! What the runs of a table say: a row each, with a column for everybody who may be spoken for; and sums of rows.
//!
//! Must not know which run a row belongs to, nor who a column is.

use super::rules::index;

/// What a run says for so many columns, in units above [`NOTHING`]; best as long as what the processor fetches at a time, or twice that.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub struct Row<const COLUMNS: usize>([u8; COLUMNS]);

/// What says nothing: numbers without a sign are added up sooner.
const NOTHING: u8 = 128;

/// What several rows say together, in units.
#[derive(Clone, Copy, Debug)]
pub struct Sums<const COLUMNS: usize>(pub [i32; COLUMNS]);

/// All rows.
#[derive(Clone, Debug, Default)]
pub struct Rows<const COLUMNS: usize>(pub Vec<Row<COLUMNS>>);

/// So many rows fit into small sums.
const AT_ONCE: usize = 255;

impl<const COLUMNS: usize> Rows<COLUMNS> {
    /// What a row says for a column.
    pub fn units(&self, row: u16, column: usize) -> i8 {
        let place = self.0.get(usize::from(row)).and_then(|row| row.0.get(column));
        place.map_or(0, |units| units.wrapping_sub(NOTHING).cast_signed())
    }

    /// Adds up rows.
    pub fn sum(&self, rows: &[u32]) -> Sums<COLUMNS> {
        let mut sums = Sums::default();
        for rows in rows.chunks(AT_ONCE) {
            let (mut some, mut nothing) = ([0_u16; COLUMNS], 0);
            for row in rows.iter().filter_map(|&row| self.0.get(index(row))) {
                some.iter_mut().zip(row.0).for_each(|(sum, units)| *sum += u16::from(units));
                nothing += i32::from(NOTHING);
            }
            sums.0.iter_mut().zip(some).for_each(|(sum, some)| *sum += i32::from(some) - nothing);
        }
        sums
    }
}

impl<const COLUMNS: usize> Row<COLUMNS> {
    /// Says so many units for a column; whether there is one.
    pub fn say(&mut self, column: usize, units: i8) -> bool {
        let place = self.0.get_mut(column);
        place.map(|it| *it = NOTHING.wrapping_add_signed(units)).is_some()
    }
}

impl<const COLUMNS: usize> Default for Row<COLUMNS> {
    fn default() -> Self {
        Self([NOTHING; COLUMNS])
    }
}

impl<const COLUMNS: usize> Default for Sums<COLUMNS> {
    fn default() -> Self {
        Self([0; COLUMNS])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::rules::position;
    use proptest::prelude::*;

    const COLUMNS: usize = 64;

    proptest! {
        #[test]
        fn rows_add_up_whatever_they_say(
            said in proptest::collection::vec(proptest::collection::vec((0..COLUMNS, -127..=127_i8), 0..9), 1..9),
            wanted in proptest::collection::vec(0..9_usize, 0..600)
        ) {
            let mut rows = vec![Row::<COLUMNS>::default()];
            let mut plain = vec![[0_i32; COLUMNS]];
            for said in &said {
                let (mut row, mut units) = (Row::default(), [0; COLUMNS]);
                for &(column, some) in said {
                    prop_assert!(row.say(column, some));
                    units[column] = i32::from(some);
                }
                rows.push(row);
                plain.push(units);
            }
            let all = Rows(rows);
            let wanted: Vec<usize> = wanted.into_iter().filter(|&it| it < plain.len()).collect();
            let sums = all.sum(&wanted.iter().map(|&it| position(it)).collect::<Vec<_>>());
            for column in 0..COLUMNS {
                prop_assert_eq!(sums.0[column], wanted.iter().map(|&it| plain[it][column]).sum::<i32>());
                let each = (0..).take(plain.len()).map(|row| i32::from(all.units(row, column)));
                prop_assert_eq!(each.collect::<Vec<_>>(), plain.iter().map(|it| it[column]).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn there_are_only_so_many_columns() {
        assert!(!Row::<COLUMNS>::default().say(COLUMNS, 1));
    }
}
