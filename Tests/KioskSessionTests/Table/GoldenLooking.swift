/// Somebody looks, and nothing is taken. `=` is a cell like the page's own.
extension Golden {
    static let looking = """
        welcome: welcome · untouched
          checkIn:                        =
          checkIn twice:                  =
          redeem:                         rewards(1/1) · untouched
          redeem twice:                   rewards(1/1) · untouched
          claims:                         claim(OLD346) · untouched
          claims twice:                   claim(OLD346) · untouched
          why:                            why(points 1/1) · untouched
          why twice:                      why(points 1/1) · untouched
          bookings:                       bookings(1/1) · untouched
          bookings twice:                 bookings(1/1) · untouched
          revealStoredValue:              =
          revealStoredValue twice:        =
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
          language:                       welcome en · untouched
          elsewhere:                      =
        bookings: bookings(1/1) · untouched
          back:                           welcome · untouched
          back twice:                     welcome · untouched
          nextPage:                       =
          nextPage twice:                 =
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
          language:                       bookings(1/1) en · untouched
          elsewhere:                      =
        why: why(points 1/1) · untouched
          back:                           welcome · untouched
          back twice:                     welcome · untouched
          nextPage:                       =
          nextPage twice:                 =
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
          language:                       why(points 1/1) en · untouched
          elsewhere:                      =
        rewards: rewards(1/1) · untouched
          reward:hand-mask:               confirm(hand-mask) · untouched
          reward:hand-mask twice:         confirm(hand-mask) · untouched
          back:                           welcome · untouched
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
          readerLost:                     =
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     goodbye(expected, card) · untouched
          language:                       rewards(1/1) en · untouched
          elsewhere:                      =
        claims: claim(OLD346) · untouched
          back:                           welcome · untouched
          back twice:                     welcome · untouched
          nextPage:                       =
          nextPage twice:                 =
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
          language:                       claim(OLD346) en · untouched
          elsewhere:                      =
        checkingIn: welcome · untouched
          lifted:                         =
          sameCard:                       =
          otherCard:                      =
          unreadable:                     =
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       checkedIn · untouched
          readerLost:                     =
          readerBack:                     =
          hubAway:                        =
          sittingOut:                     =
          language:                       welcome en · untouched
          elsewhere:                      =
        otherCard: personChanged · untouched
          samePerson:                     welcome · untouched
          samePerson twice:               welcome · untouched
          newPerson:                      welcome · untouched
          newPerson twice:                welcome · untouched
          lifted:                         welcome · untouched
          sameCard:                       welcome · untouched
          otherCard:                      =
          unreadable:                     notice(severalCards, card) · untouched
          read:                           =
          granted:                        =
          noHub:                          =
          committed:                      =
          unknown:                        =
          pulledEarly:                    =
          voided:                         =
          recorded:                       =
          readerLost:                     welcome · untouched
          readerBack:                     welcome · untouched
          hubAway:                        =
          sittingOut:                     goodbye(expected, card) · untouched
          language:                       personChanged en · untouched
          elsewhere:                      =
        """
}
