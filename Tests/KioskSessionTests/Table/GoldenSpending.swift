/// From the question to the code. `=` is a cell like the page's own.
extension Golden {
    static let spending = """
        confirm: confirm(hand-mask) · untouched
          confirm:                        presentCard(asking) · held
          confirm twice:                  presentCard(asking) · held
          back:                           rewards(1/1) · untouched
          back twice:                     welcome · untouched
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
          readerLost:                     notice(readerAway, spend) · untouched
          readerBack:                     notice(readerAway, spend) · untouched
          hubAway:                        =
          sittingOut:                     goodbye(expected, card) · untouched
          language:                       confirm(hand-mask) en · untouched
          elsewhere:                      =
        asking: presentCard(asking) · held
          lifted:                         =
          sameCard:                       =
          otherCard:                      =
          unreadable:                     =
          read:                           =
          granted:                        presentCard(writing) · undecided
          noHub:                          presentCard(writing) · undecided
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     notice(readerAway, spend) · held
          readerBack:                     notice(readerAway, spend) · held
          hubAway:                        =
          sittingOut:                     =
          language:                       presentCard(asking) en · held
          elsewhere:                      =
        waiting: presentCard(waitingForCard) · held
          back:                           welcome · held
          back twice:                     welcome · held
          lifted:                         =
          sameCard:                       presentCard(writing) · undecided
          otherCard:                      presentCard(writing) · undecided
          unreadable:                     presentCard(writing) · undecided
          read:                           =
          granted:                        =
          noHub:                          presentCard(waitingForCard) · untouched
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     notice(readerAway, spend) · held
          readerBack:                     notice(readerAway, spend) · held
          hubAway:                        =
          sittingOut:                     goodbye(expected) · held
          language:                       presentCard(waitingForCard) en · held
          elsewhere:                      =
        writing: presentCard(writing) · undecided
          lifted:                         =
          sameCard:                       =
          otherCard:                      =
          unreadable:                     =
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      claim(333333) · taken
          unknown:                        presentCard(tapAgain) · undecided
          pulledEarly:                    notice(pulledEarly, spend) · untouched
          voided:                         notice(spendNotDone, spend) · untouched
          recorded:                       =
          readerLost:                     presentCard(readerAway) · undecided
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     =
          language:                       presentCard(writing) en · undecided
          elsewhere:                      =
        uncertain: presentCard(tapAgain) · undecided
          finish:                         goodbye(undecided) · undecided
          finish twice:                   attract · undecided
          lifted:                         =
          sameCard:                       presentCard(writing) · undecided
          otherCard:                      presentCard(writing) · undecided
          unreadable:                     presentCard(writing) · undecided
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      claim(333333) · taken
          unknown:                        =
          pulledEarly:                    =
          voided:                         notice(spendNotDone, spend) · untouched
          recorded:                       =
          readerLost:                     presentCard(readerAway) · undecided
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     goodbye(undecided) · undecided
          language:                       presentCard(tapAgain) en · undecided
          elsewhere:                      =
        settling: presentCard(writing) · undecided
          lifted:                         =
          sameCard:                       =
          otherCard:                      =
          unreadable:                     =
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      claim(333333) · taken
          unknown:                        presentCard(tapAgain) · undecided
          pulledEarly:                    presentCard(tapAgain) · undecided
          voided:                         notice(spendNotDone, spend) · untouched
          recorded:                       =
          readerLost:                     presentCard(readerAway) · undecided
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     =
          language:                       presentCard(writing) en · undecided
          elsewhere:                      =
        paid: claim(333333) · taken
          finish:                         goodbye(claiming, card) · taken
          finish twice:                   takeCard · taken
          lifted:                         =
          sameCard:                       =
          otherCard:                      personChanged · taken
          unreadable:                     notice(severalCards, card) · taken
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
          sittingOut:                     goodbye(claiming, card) · taken
          language:                       claim(333333) en · taken
          elsewhere:                      =
        """
}
