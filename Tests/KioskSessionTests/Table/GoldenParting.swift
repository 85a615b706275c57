/// Notices, partings, and a reader that is lost. `=` is a cell like the page's own.
extension Golden {
    static let parting = """
        pulledEarly: notice(pulledEarly, spend) · untouched
          again:                          presentCard(waitingForCard) · untouched
          again twice:                    presentCard(waitingForCard) · untouched
          finish:                         goodbye(expected) · untouched
          finish twice:                   attract · untouched
          lifted:                         =
          sameCard:                       presentCard(writing) · undecided
          otherCard:                      presentCard(writing) · undecided
          unreadable:                     presentCard(writing) · undecided
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     notice(readerAway, spend) · untouched
          readerBack:                     notice(readerAway, spend) · untouched
          hubAway:                        =
          sittingOut:                     goodbye(expected) · untouched
          language:                       notice(pulledEarly, spend) en · untouched
          elsewhere:                      =
        insufficient: notice(insufficient, spend) · untouched
          back:                           rewards(1/1) · untouched
          back twice:                     welcome · untouched
          finish:                         goodbye(expected, card) · untouched
          finish twice:                   takeCard · untouched
          lifted:                         =
          sameCard:                       =
          otherCard:                      personChanged · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     =
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     goodbye(expected, card) · untouched
          language:                       notice(insufficient, spend) en · untouched
          elsewhere:                      =
        notRecorded: notice(cannotRecord, checkIn) · untouched
          back:                           welcome · untouched
          back twice:                     welcome · untouched
          finish:                         goodbye(expected, card) · untouched
          finish twice:                   takeCard · untouched
          lifted:                         =
          sameCard:                       =
          otherCard:                      personChanged · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     =
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     goodbye(expected, card) · untouched
          language:                       notice(cannotRecord, checkIn) en · untouched
          elsewhere:                      =
        wrongCardUndecided: notice(wrongCard, undecided) · undecided
          again:                          presentCard(writing) · undecided
          again twice:                    presentCard(writing) · undecided
          finish:                         goodbye(undecided, card) · undecided
          finish twice:                   takeCard · undecided
          lifted:                         =
          sameCard:                       presentCard(writing) · undecided
          otherCard:                      presentCard(writing) · undecided
          unreadable:                     presentCard(writing) · undecided
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      claim(333333) · taken
          unknown:                        presentCard(tapAgain) · undecided
          pulledEarly:                    presentCard(tapAgain) · undecided
          voided:                         notice(spendNotDone, spend) · untouched
          recorded:                       =
          readerLost:                     presentCard(readerAway) · undecided
          readerBack:                     presentCard(tapAgain) · undecided
          hubAway:                        =
          sittingOut:                     goodbye(undecided, card) · undecided
          language:                       notice(wrongCard, undecided) en · undecided
          elsewhere:                      =
        checkedIn: checkedIn · untouched
          finish:                         takeCard · untouched
          finish twice:                   takeCard · untouched
          lifted:                         =
          sameCard:                       welcome · untouched
          otherCard:                      welcome · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     =
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     takeCard · untouched
          language:                       checkedIn en · untouched
          elsewhere:                      =
        goodbye: goodbye(expected, card) · untouched
          lifted:                         goodbye(expected) · untouched
          sameCard:                       welcome · untouched
          otherCard:                      welcome · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     goodbye(expected) · untouched
          readerBack:                     goodbye(expected) · untouched
          hubAway:                        =
          sittingOut:                     takeCard · untouched
          language:                       goodbye(expected, card) en · untouched
          elsewhere:                      =
        outOfService: outOfService(R-01) · untouched
          lifted:                         =
          sameCard:                       welcome · untouched
          otherCard:                      welcome · untouched
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     outOfService(R-04) · untouched
          readerBack:                     attract · untouched
          hubAway:                        =
          sittingOut:                     =
          language:                       outOfService(R-01) en · untouched
          elsewhere:                      =
        outOfServiceUndecided: outOfService(R-01, undecided) · undecided
          lifted:                         =
          sameCard:                       welcome · undecided
          otherCard:                      welcome · undecided
          unreadable:                     notice(severalCards, undecided) · undecided
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      outOfService(R-01) · taken
          unknown:                        =
          pulledEarly:                    =
          voided:                         outOfService(R-01) · untouched
          recorded:                       =
          readerLost:                     outOfService(R-04, undecided) · undecided
          readerBack:                     attract · undecided
          hubAway:                        =
          sittingOut:                     =
          language:                       outOfService(R-01, undecided) en · undecided
          elsewhere:                      =
        """
}
